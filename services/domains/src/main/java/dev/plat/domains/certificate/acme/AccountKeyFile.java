package dev.plat.domains.certificate.acme;

import dev.plat.domains.certificate.P256;
import dev.plat.domains.certificate.Pem;
import dev.plat.domains.certificate.SigningRequests;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.util.Set;

/**
 * The key of our account at a CA, PEM, 0600. It is made once, by whoever comes first, because a CA
 * counts by account and binds challenges to its key; the CA finds the account by the key.
 */
final class AccountKeyFile {

    private static final Set<PosixFilePermission> OWNER =
            PosixFilePermissions.fromString("rw-------");

    private AccountKeyFile() {}

    static KeyPair readOrMake(Path file, SecureRandom random) {
        try {
            if (Files.notExists(file)) {
                make(file, random);
            }
            if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
                throw new PlatException(
                        ErrorCode.CONFIG_INVALID,
                        "Others may read the key of the account at the CA.",
                        "value",
                        file.toString(),
                        "expected",
                        "0600");
            }
            PrivateKey key = Pem.key(Files.readString(file));
            return new KeyPair(P256.publicHalf(key), key);
        } catch (IOException | GeneralSecurityException e) {
            throw new PlatException(
                            ErrorCode.CONFIG_INVALID,
                            "The key of the account at the CA cannot be read.",
                            "value",
                            file.toString(),
                            "expected",
                            "a P-256 key as PEM, PKCS #8")
                    .causedBy(e);
        }
    }

    private static void make(Path file, SecureRandom random) throws IOException {
        String text = Pem.ofKey(new SigningRequests(random).newKey().getPrivate());
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path temporary =
                Files.createTempFile(
                        file.toAbsolutePath().getParent(),
                        "account",
                        ".tmp",
                        PosixFilePermissions.asFileAttribute(OWNER));
        try {
            Files.writeString(temporary, text);
            Files.createLink(file, temporary);
        } catch (FileAlreadyExistsException _) {
            return;
        } finally {
            Files.delete(temporary);
        }
    }
}
