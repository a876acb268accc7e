package dev.plat.domains.certificate.localca;

import dev.plat.domains.certificate.P256;
import dev.plat.domains.certificate.Pem;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * A local CA's files: {@code root.pem}, {@code root.key}, {@code intermediate.pem}, {@code
 * intermediate.key}, the keys 0600. Each appears whole and once, in an order in which the next
 * follows from those before, so that a crash is mended and a race decided by who comes first. The
 * root's key is needed for nothing else than this and may be taken elsewhere afterwards.
 */
public final class CaFolder {

    private final Path folder;
    private final CaSigning signing;
    private final InstantSource clock;

    private CaFolder(Path folder, SecureRandom random, InstantSource clock) {
        this.folder = folder;
        this.signing = new CaSigning(random);
        this.clock = clock;
    }

    /** {@link #make(Path, List)} without further trees. */
    public static void make(Path folder) {
        make(folder, List.of());
    }

    /**
     * Makes what is missing in {@code folder}; again, or at the same time by another process,
     * changes nothing.
     *
     * @param trees names below which it signs, beside {@code localhost}, {@code test} and {@code
     *     internal}
     * @throws PlatException {@code config-invalid} when a key is lost, a file is not what it should
     *     be, or the intermediate that is there does not sign below all of {@code trees}
     */
    public static void make(Path folder, List<String> trees) {
        make(folder, trees, new SecureRandom(), InstantSource.system());
    }

    static void make(Path folder, List<String> trees, SecureRandom random, InstantSource clock) {
        try {
            new CaFolder(folder, random, clock).make(new CaTrees(trees));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw damaged(folder).causedBy(e);
        }
    }

    private void make(CaTrees trees) throws IOException, GeneralSecurityException {
        Files.createDirectories(folder);
        Instant now = clock.instant();
        if (Files.notExists(folder.resolve("intermediate.pem"))) {
            KeyPair rootKey = key("root");
            writeOnce("root", signing.root(rootKey, now));
            KeyPair key = key("intermediate");
            writeOnce(
                    "intermediate",
                    signing.intermediate(
                            certificate("root"),
                            rootKey.getPrivate(),
                            key.getPublic(),
                            trees,
                            now));
        }
        List<String> signs = LocalCa.open(folder).trees();
        for (String tree : trees.names()) {
            if (!signs.contains(tree)) {
                throw new PlatException(
                        ErrorCode.CONFIG_INVALID,
                        "The local CA was made without this tree. Remove its intermediate's two"
                                + " files to have a new one made.",
                        "value",
                        tree,
                        "expected",
                        String.join(", ", signs));
            }
        }
    }

    /** The key of that name, made if its certificate is not there either. */
    private KeyPair key(String name) throws IOException, GeneralSecurityException {
        Path file = folder.resolve(name + ".key");
        if (Files.notExists(file)) {
            if (Files.exists(folder.resolve(name + ".pem"))) {
                throw damaged(file);
            }
            CaFiles.writeOnce(file, Pem.ofKey(signing.newKey().getPrivate()), true);
        }
        PrivateKey key = Pem.key(CaFiles.readSecret(file));
        return new KeyPair(P256.publicHalf(key), key);
    }

    private void writeOnce(String name, X509Certificate certificate) throws IOException {
        CaFiles.writeOnce(folder.resolve(name + ".pem"), Pem.ofChain(List.of(certificate)), false);
    }

    private X509Certificate certificate(String name) throws IOException, GeneralSecurityException {
        return Pem.chain(CaFiles.read(folder.resolve(name + ".pem"))).getFirst();
    }

    static PlatException damaged(Path file) {
        return new PlatException(
                ErrorCode.CONFIG_INVALID,
                "The local CA's files are not whole.",
                "value",
                file.toString(),
                "expected",
                "root and intermediate, each a certificate and its key, that belong together");
    }
}
