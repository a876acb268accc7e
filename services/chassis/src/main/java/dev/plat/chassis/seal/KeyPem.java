package dev.plat.chassis.seal;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/** The two files' text, such as {@code openssl pkey} reads too. */
final class KeyPem {

    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    private static final int FILE_BYTES_MAX = 4096;
    private static final Set<PosixFilePermission> OTHERS =
            Set.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE);

    private KeyPem() {}

    static String text(X25519PrivateKeyParameters key) throws IOException {
        return text(PRIVATE, PrivateKeyInfoFactory.createPrivateKeyInfo(key).getEncoded());
    }

    static String text(X25519PublicKeyParameters key) throws IOException {
        return text(
                PUBLIC, SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(key).getEncoded());
    }

    static X25519PrivateKeyParameters readPrivate(Path file) {
        try {
            if (Files.getPosixFilePermissions(file).stream().anyMatch(OTHERS::contains)) {
                throw new PlatException(
                        ErrorCode.CONFIG_INVALID,
                        "Others may read this private key.",
                        "value",
                        file.toString(),
                        "expected",
                        "0600");
            }
            if (PrivateKeyFactory.createKey(read(file, PRIVATE))
                    instanceof X25519PrivateKeyParameters key) {
                return key;
            }
            throw refused(file);
        } catch (IOException | IllegalArgumentException e) {
            throw refused(file).causedBy(e);
        }
    }

    static X25519PublicKeyParameters readPublic(Path file) {
        try {
            if (PublicKeyFactory.createKey(read(file, PUBLIC))
                    instanceof X25519PublicKeyParameters key) {
                return key;
            }
            throw refused(file);
        } catch (IOException | IllegalArgumentException e) {
            throw refused(file).causedBy(e);
        }
    }

    private static byte[] read(Path file, String type) throws IOException {
        if (Files.size(file) > FILE_BYTES_MAX) {
            throw new IOException("longer than any such file");
        }
        try (PemReader reader = new PemReader(new StringReader(Files.readString(file)))) {
            PemObject found = reader.readPemObject();
            if (found == null || !found.getType().equals(type)) {
                throw new IOException("this is not a " + type);
            }
            return found.getContent();
        }
    }

    private static String text(String type, byte[] content) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(type, content));
        }
        return text.toString();
    }

    private static PlatException refused(Path file) {
        return new PlatException(
                ErrorCode.CONFIG_INVALID,
                "A key file cannot be read.",
                "value",
                file.toString(),
                "expected",
                "an X25519 key as PEM, private or public as its name says");
    }
}
