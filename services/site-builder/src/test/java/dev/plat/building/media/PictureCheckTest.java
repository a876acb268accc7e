package dev.plat.building.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureCheckTest {

    /** One red pixel, lossless. */
    private static final byte[] WEBP =
            Base64.getDecoder().decode("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==");

    @TempDir Path folder;
    private final PictureCheck check = new PictureCheck();

    @AfterEach
    void close() {
        check.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "gif"})
    void aWholePictureIsTakenWithItsSize(String format) throws IOException {
        PictureCheck.Picture picture = check(picture(format));

        assertThat(picture.type()).isEqualTo("image/" + format);
        assertThat(picture.width()).isEqualTo(320);
        assertThat(picture.height()).isEqualTo(200);
    }

    @Test
    void aWholeWebPIsTaken() throws IOException {
        assertThat(check(WEBP)).isEqualTo(new PictureCheck.Picture("image/webp", 1, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpeg", "gif"})
    void aPictureCutInTheMiddleIsRefused(String format) throws IOException {
        byte[] whole = picture(format);

        for (int part = 1; part <= 9; part += 2) {
            byte[] cut = Arrays.copyOf(whole, whole.length * part / 10);
            assertThat(refusal(cut)).as("%d tenths", part).isEqualTo(ErrorCode.IMAGE_REFUSED);
        }
    }

    @Test
    void aWebPThatIsOnlyAHeaderIsRefused() throws IOException {
        assertThat(refusal(Arrays.copyOf(WEBP, 12))).isEqualTo(ErrorCode.IMAGE_REFUSED);
        assertThat(refusal(Arrays.copyOf(WEBP, 25))).isEqualTo(ErrorCode.IMAGE_REFUSED);
    }

    @Test
    void aHeaderThatPromisesTooManyPixelsIsRefusedBeforeDecoding() throws IOException {
        byte[] bomb = picture("png");
        ByteBuffer.wrap(bomb, 16, 8).putInt(60_000).putInt(60_000);
        CRC32 crc = new CRC32();
        crc.update(bomb, 12, 17);
        ByteBuffer.wrap(bomb, 29, 4).putInt((int) crc.getValue());

        assertThat(refusal(bomb)).isEqualTo(ErrorCode.IMAGE_REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<svg xmlns='http://www.w3.org/2000/svg'/>", "GIF8", "MZ....."})
    void whatIsNoPictureOfAKnownKindIsRefused(String text) throws IOException {
        assertThat(refusal(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .isEqualTo(ErrorCode.MEDIA_TYPE_REFUSED);
    }

    private static byte[] picture(String format) throws IOException {
        BufferedImage image = new BufferedImage(320, 200, BufferedImage.TYPE_INT_RGB);
        Random noise = new Random(7);
        for (int y = 0; y < 200; y++) {
            for (int x = 0; x < 320; x++) {
                image.setRGB(x, y, noise.nextInt(1 << 24));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, bytes)).isTrue();
        return bytes.toByteArray();
    }

    private PictureCheck.Picture check(byte[] bytes) throws IOException {
        return check.check(Files.write(folder.resolve("picture"), bytes));
    }

    private ErrorCode refusal(byte[] bytes) throws IOException {
        return catchThrowableOfType(PlatException.class, () -> check(bytes)).code();
    }
}
