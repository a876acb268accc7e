package dev.plat.chassis.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {

    @TempDir private Path folder;

    @Test
    void thePairIsMadeOnceAndFits() throws IOException {
        KeyFiles files = KeyFiles.make(folder);
        String first = Files.readString(files.privateKey());

        assertThat(KeyFiles.make(folder)).isEqualTo(files);
        assertThat(Files.readString(files.privateKey())).isEqualTo(first);
        assertThat(names()).containsExactlyInAnyOrder("hosting-tier.key", "hosting-tier.pub");
        KeySealer sealer = new KeySealer(PublicKeyFile.read(files.publicKey()));
        KeyOpener opener = new KeyOpener(PrivateKeyFile.read(files.privateKey()));
        Aad aad = new Aad("cert_1", "a.test", sealer.kid());
        byte[] key = "secret".getBytes(StandardCharsets.US_ASCII);
        assertThat(opener.open(sealer.seal(key, aad), aad)).isEqualTo(key);
    }

    @Test
    void nobodyElseMayReadThePrivateOne() throws IOException {
        KeyFiles files = KeyFiles.make(folder);

        assertThat(Files.getPosixFilePermissions(files.privateKey()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        Files.setPosixFilePermissions(
                files.privateKey(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(code(() -> PrivateKeyFile.read(files.privateKey())))
                .isEqualTo(ErrorCode.CONFIG_INVALID);
    }

    @Test
    void aCrashBetweenTheTwoIsMendedFromThePrivateOne() throws IOException {
        KeyFiles files = KeyFiles.make(folder);
        String half = Files.readString(files.publicKey());
        Files.delete(files.publicKey());

        KeyFiles.make(folder);

        assertThat(files.publicKey()).hasContent(half);
    }

    @Test
    void aLostPrivateKeyIsNotReplacedInSilence() throws IOException {
        KeyFiles files = KeyFiles.make(folder);
        Files.delete(files.privateKey());

        assertThat(code(() -> KeyFiles.make(folder))).isEqualTo(ErrorCode.CONFIG_INVALID);
        assertThat(files.privateKey()).doesNotExist();
    }

    @Test
    void whatIsNoKeyIsRefusedByName() throws IOException {
        Path file = Files.writeString(folder.resolve("hosting-tier.pub"), "no key");

        PlatException refused =
                catchThrowableOfType(PlatException.class, () -> PublicKeyFile.read(file));

        assertThat(refused.facts()).containsEntry("value", file.toString());
        assertThat(code(() -> PublicKeyFile.read(folder.resolve("none"))))
                .isEqualTo(ErrorCode.CONFIG_INVALID);
    }

    @Test
    void thoseWhoMakeItAtTheSameTimeGetTheSame()
            throws IOException, InterruptedException, ExecutionException {
        Set<String> kids;
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<String>> makers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                makers.add(() -> PrivateKeyFile.read(KeyFiles.make(folder).privateKey()).kid());
            }
            List<String> made = new ArrayList<>();
            for (Future<String> each : workers.invokeAll(makers)) {
                made.add(each.get());
            }
            kids = Set.copyOf(made);
        }

        assertThat(kids).hasSize(1);
        assertThat(names()).containsExactlyInAnyOrder("hosting-tier.key", "hosting-tier.pub");
    }

    private Set<String> names() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(each -> each.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    private static ErrorCode code(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(PlatException.class, call).code();
    }
}
