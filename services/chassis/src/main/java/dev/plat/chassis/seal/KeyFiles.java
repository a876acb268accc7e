package dev.plat.chassis.seal;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;

/**
 * The hosting tier's pair of keys as two files. The private one decides: it appears whole or not at
 * all and is never replaced, and the public one follows from it, so a crash in between is mended by
 * the next {@link #make}.
 *
 * @param privateKey for hosting alone, 0600
 * @param publicKey for everybody who seals
 */
public record KeyFiles(Path privateKey, Path publicKey) {

    /** The two names in {@code folder}, whether they are there or not. */
    public static KeyFiles in(Path folder) {
        return new KeyFiles(folder.resolve("hosting-tier.key"), folder.resolve("hosting-tier.pub"));
    }

    /**
     * Makes what is missing in {@code folder}; again, or at the same time by another process,
     * changes nothing.
     *
     * @throws PlatException {@code config-invalid} when only the public half is there, since a new
     *     pair would make every key that was sealed to the old one unreadable
     */
    public static KeyFiles make(Path folder) {
        return make(folder, new SecureRandom());
    }

    static KeyFiles make(Path folder, SecureRandom random) {
        KeyFiles files = in(folder);
        try {
            Files.createDirectories(folder);
            if (Files.notExists(files.privateKey)) {
                files.makePrivate(random);
            }
            PublicKeyFile half = PrivateKeyFile.read(files.privateKey).half();
            if (Files.notExists(files.publicKey)) {
                Path temporary = written(folder, KeyPem.text(half.key()), "rw-r--r--");
                Files.move(temporary, files.publicKey, StandardCopyOption.ATOMIC_MOVE);
                sync(folder);
            }
            if (!PublicKeyFile.read(files.publicKey).kid().equals(half.kid())) {
                throw mismatch(files, "The two key files are not a pair.");
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void makePrivate(SecureRandom random) throws IOException {
        if (Files.exists(publicKey)) {
            throw mismatch(this, "The public key is here without its private one.");
        }
        Path folder = privateKey.resolveSibling(".");
        String text = KeyPem.text(new X25519PrivateKeyParameters(random));
        Path temporary = written(folder, text, "rw-------");
        try {
            // A link and not a move: who comes second leaves the first one's key alone.
            Files.createLink(privateKey, temporary);
        } catch (FileAlreadyExistsException _) {
            return;
        } finally {
            Files.delete(temporary);
        }
        sync(folder);
    }

    private static Path written(Path folder, String text, String rights) throws IOException {
        var attribute =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights));
        Path temporary = Files.createTempFile(folder, "hosting-tier", ".tmp", attribute);
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        return temporary;
    }

    private static void sync(Path folder) throws IOException {
        try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    private static PlatException mismatch(KeyFiles files, String text) {
        return new PlatException(
                ErrorCode.CONFIG_INVALID,
                text,
                "value",
                files.publicKey.toString(),
                "expected",
                "the half of " + files.privateKey);
    }
}
