package dev.plat.domains.certificate.localca;

import dev.plat.domains.certificate.Pem;
import dev.plat.domains.certificate.SigningRequests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** A local CA in a folder of its own, and what a thief of its intermediate could make. */
public final class TestCa {

    private final Path folder;
    private final SigningRequests requests = new SigningRequests(new SecureRandom());

    private TestCa(Path folder) {
        this.folder = folder;
    }

    public static TestCa in(Path folder) {
        CaFolder.make(folder);
        return new TestCa(folder);
    }

    /** A key and the chain that was signed for it. */
    public record Identity(KeyPair key, List<X509Certificate> chain) {

        /** The chain and the key as files. */
        public void write(Path chainFile, Path keyFile) throws IOException {
            Files.writeString(chainFile, Pem.ofChain(chain));
            Files.writeString(keyFile, Pem.ofKey(key.getPrivate()));
        }
    }

    public LocalCa open() {
        return LocalCa.open(folder);
    }

    public Path rootFile() {
        return folder.resolve("root.pem");
    }

    public Identity sign(String name, Instant now) {
        KeyPair key = requests.newKey();
        return new Identity(key, open().sign(requests.request(key, List.of(name)), name, now));
    }

    /** Signed with the intermediate's key, past {@link LocalCa}'s own check of the name. */
    Identity forge(String name, Instant now) throws Exception {
        KeyPair key = requests.newKey();
        X509Certificate intermediate =
                Pem.chain(Files.readString(folder.resolve("intermediate.pem"))).getFirst();
        X509Certificate leaf =
                new CaSigning(new SecureRandom())
                        .leaf(
                                intermediate,
                                Pem.key(Files.readString(folder.resolve("intermediate.key"))),
                                key.getPublic(),
                                List.of(name),
                                now);
        return new Identity(key, List.of(leaf, intermediate));
    }
}
