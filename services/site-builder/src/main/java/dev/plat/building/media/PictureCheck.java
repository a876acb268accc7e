package dev.plat.building.media;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.stream.ImageInputStream;

/**
 * Whether bytes are a picture browsers show: the type is read from the bytes, the size from the
 * header before anything is decoded, and then every row is decoded, subsampled so that the memory
 * stays small. A decoder's warning (a cut-off JPEG gives one) refuses too.
 *
 * <p>Threads: safe, blocking; at most {@value #WORKERS} pictures are decoded at a time.
 */
@Singleton
final class PictureCheck {

    static final long PIXELS_MAX = 50_000_000;
    private static final long DECODED_PIXELS_MAX = 1_000_000;
    private static final int WORKERS = 2;
    private static final int WAITING_MAX = 32;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int HEAD_BYTES = 12;

    /** First bytes as hex, to the type. WebP is checked by two marks with a length between them. */
    private static final Map<String, String> MAGIC =
            Map.of(
                    "89504e470d0a1a0a", "image/png",
                    "ffd8ff", "image/jpeg",
                    "474946383761", "image/gif",
                    "474946383961", "image/gif");

    private final ThreadPoolExecutor workers =
            new ThreadPoolExecutor(
                    0,
                    WORKERS,
                    30,
                    TimeUnit.SECONDS,
                    new ArrayBlockingQueue<>(WAITING_MAX),
                    Thread.ofPlatform().daemon().name("picture-", 0).factory());

    PictureCheck() {
        workers.setCorePoolSize(WORKERS);
        workers.allowCoreThreadTimeOut(true);
        ImageIO.setUseCache(false);
    }

    /**
     * What the picture is.
     *
     * @throws PlatException {@code media-type-refused}, {@code image-refused}, or {@code
     *     overloaded}
     */
    Picture check(Path file) {
        Future<Picture> result;
        try {
            result = workers.submit(() -> decode(file));
        } catch (RejectedExecutionException e) {
            throw new PlatException(
                            ErrorCode.OVERLOADED, "Too many pictures are being checked just now.")
                    .causedBy(e);
        }
        try {
            return result.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PlatException failure) {
                throw failure;
            }
            throw refused("bytes a decoder gives up on").causedBy(e);
        } catch (TimeoutException e) {
            result.cancel(true);
            throw refused(
                            "a picture that takes longer than "
                                    + PATIENCE.toSeconds()
                                    + " s to decode")
                    .causedBy(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatException(ErrorCode.TRY_AGAIN, "The check was interrupted.").causedBy(e);
        }
    }

    @PreDestroy
    void close() {
        workers.shutdownNow();
    }

    private static Picture decode(Path file) throws IOException {
        String type = type(file);
        try (ImageInputStream input = ImageIO.createImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReadersByMIMEType(type);
            if (!readers.hasNext()) {
                throw new IllegalStateException("no decoder for " + type);
            }
            ImageReader reader = readers.next();
            try {
                return decode(reader, input, type);
            } finally {
                reader.dispose();
            }
        }
    }

    private static Picture decode(ImageReader reader, ImageInputStream input, String type)
            throws IOException {
        reader.setInput(input, false, true);
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        long pixels = (long) width * height;
        if (width <= 0 || height <= 0 || pixels > PIXELS_MAX) {
            throw new PlatException(
                    ErrorCode.IMAGE_REFUSED,
                    "The picture has more pixels than it may have.",
                    "found",
                    width + " × " + height,
                    "limit",
                    PIXELS_MAX);
        }
        IIOReadWarningListener strict =
                (source, warning) -> {
                    throw new DamagedException(warning);
                };
        reader.addIIOReadWarningListener(strict);
        ImageReadParam subsampled = reader.getDefaultReadParam();
        int step = (int) Math.ceil(Math.sqrt((double) pixels / DECODED_PIXELS_MAX));
        if (step > 1) {
            subsampled.setSourceSubsampling(step, step, 0, 0);
        }
        try {
            reader.read(0, subsampled);
        } catch (DamagedException
                | IOException
                | IndexOutOfBoundsException
                | IllegalArgumentException e) {
            throw refused(String.valueOf(e.getMessage())).causedBy(e);
        }
        return new Picture(type, width, height);
    }

    private static String type(Path file) throws IOException {
        byte[] head;
        try (var stream = Files.newInputStream(file)) {
            head = stream.readNBytes(HEAD_BYTES);
        }
        String hex = HexFormat.of().formatHex(head);
        if (hex.startsWith("52494646") && hex.startsWith("57454250", 16)) {
            return "image/webp";
        }
        return MAGIC.entrySet().stream()
                .filter(magic -> hex.startsWith(magic.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow(() ->
                        new PlatException(
                                ErrorCode.MEDIA_TYPE_REFUSED,
                                "This is not a picture of a kind that is taken.",
                                "found",
                                "bytes that begin with "
                                        + HexFormat.of()
                                                .formatHex(
                                                        Arrays.copyOf(
                                                                head, Math.min(8, head.length))),
                                "allowed",
                                "image/jpeg, image/png, image/gif, image/webp"));
    }

    private static PlatException refused(String found) {
        return new PlatException(
                ErrorCode.IMAGE_REFUSED,
                "The picture is damaged.",
                "found",
                found.length() > 200 ? found.substring(0, 200) : found,
                "expected",
                "a whole picture");
    }

    /** Carries a decoder's warning out of its listener. */
    private static final class DamagedException extends RuntimeException {

        @java.io.Serial private static final long serialVersionUID = 1;

        DamagedException(String warning) {
            super(warning);
        }
    }

    /** A picture that was decoded to its last row. */
    record Picture(String type, int width, int height) {}
}
