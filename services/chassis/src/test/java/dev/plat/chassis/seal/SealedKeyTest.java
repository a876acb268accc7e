package dev.plat.chassis.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.SHAKEDigest;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.junit.jupiter.api.Test;

/** A sealed key is read by its recipient, for its certificate and name, or by nobody. */
class SealedKeyTest {

    private static final byte[] KEY =
            "the 67 bytes of a P-256 key".getBytes(StandardCharsets.US_ASCII);

    private final PrivateKeyFile ours = recipient(1);
    private final KeySealer sealer = new KeySealer(ours.half());
    private final KeyOpener opener = new KeyOpener(ours);
    private final Aad aad = new Aad("cert_1", "shop.example.com", ours.kid());

    @Test
    void theRecipientReadsWhatWasSealedToIt() {
        SealedKey sealed = sealer.seal(KEY, aad);

        assertThat(opener.open(sealed, aad)).isEqualTo(KEY);
        assertThat(sealed.bytes()).hasSize(KEY.length + 48);
    }

    @Test
    void theSameKeySealedTwiceLooksDifferentEachTime() {
        assertThat(sealer.seal(KEY, aad).bytes()).isNotEqualTo(sealer.seal(KEY, aad).bytes());
    }

    @Test
    void itOpensForItsOwnCertificateAndNameOnly() {
        SealedKey sealed = sealer.seal(KEY, aad);

        assertRefused(sealed, new Aad("cert_2", aad.name(), aad.kid()));
        assertRefused(sealed, new Aad(aad.certificate(), "evil.example.com", aad.kid()));
        assertRefused(sealed, new Aad(aad.certificate(), aad.name(), "0000000000000000"));
        // The same letters in the same order, cut elsewhere.
        assertRefused(sealed, new Aad("cert_1s", "hop.example.com", aad.kid()));
    }

    @Test
    void anotherRecipientCannotReadIt() {
        PrivateKeyFile other = recipient(2);
        SealedKey sealed = sealer.seal(KEY, aad);

        assertThat(other.kid()).isNotEqualTo(ours.kid());
        assertCode(() -> new KeyOpener(other).open(sealed, aad));
        assertCode(
                () -> new KeyOpener(other).open(new SealedKey(other.kid(), sealed.bytes()), aad));
    }

    @Test
    void oneChangedBitAnywhereIsRefused() {
        SealedKey sealed = sealer.seal(KEY, aad);

        for (int i = 0; i < sealed.bytes().length; i++) {
            byte[] changed = sealed.bytes().clone();
            changed[i] ^= 1;
            assertRefused(new SealedKey(sealed.kid(), changed), aad);
        }
        assertRefused(new SealedKey(sealed.kid(), Arrays.copyOf(sealed.bytes(), 48)), aad);
        assertRefused(new SealedKey(sealed.kid(), new byte[0]), aad);
        assertRefused(new SealedKey(sealed.kid(), new byte[100]), aad);
    }

    @Test
    void nobodySealsUnderAnotherRecipientsName() {
        assertThatThrownBy(() -> sealer.seal(KEY, new Aad("cert_1", "a.test", "other")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sealer.seal(new byte[0], aad))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /**
     * RFC 9180's vectors for exactly this suite (mode 0, KEM 0x20, KDF 1, AEAD 2; cfrg's
     * test-vectors.json). Its keys are derived from given material, and a thousand messages drawn
     * from SHAKE128 are condensed by SHAKE128 into the 16 bytes that Go's crypto/hpke publishes for
     * the same entry.
     */
    @Test
    void theSuiteIsTheOneOfRfc9180() throws InvalidCipherTextException {
        HPKE hpke = Suite.hpke();
        AsymmetricCipherKeyPair ephemeral =
                hpke.deriveKeyPair(
                        hex("2cd7c601cefb3d42a62b04b7a9041494c06c7843818e0ce28a8f704ae7ab20f9"));
        AsymmetricCipherKeyPair recipient =
                hpke.deriveKeyPair(
                        hex("dac33b0e9db1b59dbbea58d59a14e7b5896e9bdf98fad6891e99d1686492b9ee"));
        assertThat(((X25519PublicKeyParameters) recipient.getPublic()).getEncoded())
                .isEqualTo(hex("430f4b9859665145a6b1ba274024487bd66f03a2dd577d7753c68d7d7d00c00c"));
        HPKEContextWithEncapsulation sender =
                hpke.setupBaseS(
                        recipient.getPublic(),
                        hex("4f6465206f6e2061204772656369616e2055726e"),
                        ephemeral);
        assertThat(sender.getEncapsulation())
                .isEqualTo(hex("6c93e09869df3402d7bf231bf540fadd35cd56be14f97178f0954db94b7fc256"));

        SHAKEDigest source = new SHAKEDigest(128);
        SHAKEDigest sink = new SHAKEDigest(128);
        for (int i = 0; i < 1000; i++) {
            byte[] words = draw(source);
            byte[] sealed = sender.seal(words, draw(source));
            sink.update(sealed, 0, sealed.length);
        }
        byte[] condensed = new byte[16];
        sink.doFinal(condensed, 0, condensed.length);
        assertThat(condensed).isEqualTo(hex("1702e73e1e71705faa8241022af1deea"));
    }

    /** One byte says how many follow. */
    private static byte[] draw(SHAKEDigest source) {
        byte[] length = new byte[1];
        source.doOutput(length, 0, 1);
        byte[] drawn = new byte[length[0] & 0xFF];
        source.doOutput(drawn, 0, drawn.length);
        return drawn;
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }

    private static PrivateKeyFile recipient(int number) {
        byte[] secret = new byte[X25519PrivateKeyParameters.KEY_SIZE];
        Arrays.fill(secret, (byte) number);
        return new PrivateKeyFile(new X25519PrivateKeyParameters(secret));
    }

    private void assertRefused(SealedKey sealed, Aad under) {
        assertCode(() -> opener.open(sealed, under));
    }

    private static void assertCode(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThat(catchThrowableOfType(PlatException.class, call).code())
                .isEqualTo(ErrorCode.CONFIG_INVALID);
    }
}
