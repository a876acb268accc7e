package dev.plat.domains.certificate.localca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plat.domains.certificate.SigningRequests;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertPath;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the local CA signs, and what Java believes of it. */
class LocalCaTest {

    private final Instant now = Instant.now();
    @TempDir private Path folder;

    @Test
    void aLeafForItsTreesIsBelieved() throws GeneralSecurityException {
        TestCa ca = TestCa.in(folder);

        for (String name : List.of("localhost", "shop.test", "a.b.internal", "site.localhost")) {
            TestCa.Identity leaf = ca.sign(name, now);
            validate(ca.open().root(), leaf.chain(), now);
            X509Certificate certificate = leaf.chain().getFirst();
            assertThat(certificate.getSubjectX500Principal().getName()).isEmpty();
            assertThat(certificate.getSubjectAlternativeNames()).containsExactly(List.of(2, name));
            assertThat(certificate.getCriticalExtensionOIDs()).contains("2.5.29.17");
            assertThat(certificate.getPublicKey()).isEqualTo(leaf.key().getPublic());
            assertThat(certificate.getNotAfter())
                    .isEqualTo(
                            Date.from(
                                    now.plus(Duration.ofDays(30)).truncatedTo(ChronoUnit.SECONDS)));
        }
    }

    /** RFC 5280, 4.2.1.10: a list of subtrees that is there has one at least. Chromium insists. */
    @Test
    void theConstraintsHaveNoEmptyList() throws IOException {
        TestCa ca = TestCa.in(folder);
        X509Certificate intermediate = ca.sign("shop.test", now).chain().get(1);

        var constraints =
                ASN1Sequence.getInstance(
                        JcaX509ExtensionUtils.parseExtensionValue(
                                intermediate.getExtensionValue("2.5.29.30")));

        assertThat(constraints.size()).isEqualTo(1);
    }

    @Test
    void aLeafForAZoneHasItsWildcardBesideIt() throws GeneralSecurityException {
        TestCa ca = TestCa.in(folder);
        SigningRequests requests = new SigningRequests(new SecureRandom());
        List<String> names = List.of("sites.test", "*.sites.test");

        List<X509Certificate> chain =
                ca.open().sign(requests.request(requests.newKey(), names), names, now);

        validate(ca.open().root(), chain, now);
        assertThat(chain.getFirst().getSubjectAlternativeNames())
                .containsExactlyInAnyOrder(List.of(2, "sites.test"), List.of(2, "*.sites.test"));
    }

    @Test
    void namesOutsideItsTreesAreRefusedWithTheTrees() {
        TestCa ca = TestCa.in(folder);

        for (String name :
                List.of("www.example.com", "latest", "mytest", "*.com", "test.example", "")) {
            PlatException refused =
                    catchThrowableOfType(PlatException.class, () -> ca.sign(name, now));
            assertThat(refused.code()).isEqualTo(ErrorCode.ISSUER_CANNOT_SIGN);
            assertThat(refused.facts())
                    .containsEntry("value", name)
                    .containsEntry("expected", "a name within internal, localhost, test");
        }
    }

    @Test
    void whatAThiefOfTheIntermediateSignsForAnotherSiteIsNotBelieved() throws Exception {
        TestCa ca = TestCa.in(folder);
        List<X509Certificate> forged = ca.forge("www.example.com", now).chain();

        assertThatThrownBy(() -> validate(ca.open().root(), forged, now))
                .isInstanceOf(CertPathValidatorException.class)
                .hasMessageContaining("name constraints");
        // The same, for a name within the trees, is: so it is the name that is refused.
        validate(ca.open().root(), ca.forge("shop.test", now).chain(), now);
    }

    @Test
    void theIntermediateSignsNoFurtherAuthority() {
        TestCa ca = TestCa.in(folder);
        X509Certificate root = ca.open().root();
        X509Certificate intermediate = ca.sign("a.test", now).chain().getLast();

        assertThat(root.getBasicConstraints()).isEqualTo(1);
        assertThat(intermediate.getBasicConstraints()).isZero();
        assertThat(intermediate.getCriticalExtensionOIDs()).contains("2.5.29.30");
        assertThat(Duration.between(now, root.getNotAfter().toInstant()))
                .isBetween(Duration.ofDays(3649), Duration.ofDays(3651));
    }

    @Test
    void operatorsAddTrees() throws GeneralSecurityException {
        CaFolder.make(folder, List.of("corp.example"));
        SigningRequests requests = new SigningRequests(new SecureRandom());
        byte[] csr = requests.request(requests.newKey(), List.of("wiki.corp.example"));

        List<X509Certificate> chain = LocalCa.open(folder).sign(csr, "wiki.corp.example", now);

        validate(LocalCa.open(folder).root(), chain, now);
        CaFolder.make(folder, List.of("corp.example"));
        assertThat(code(() -> CaFolder.make(folder, List.of("other.example"))))
                .isEqualTo(ErrorCode.CONFIG_INVALID);
        assertThat(code(() -> CaFolder.make(folder, List.of("No Name"))))
                .isEqualTo(ErrorCode.CONFIG_INVALID);
    }

    @Test
    void onlyARequestSignedByItsOwnP256KeyIsSigned() throws GeneralSecurityException {
        LocalCa ca = TestCa.in(folder).open();
        SigningRequests requests = new SigningRequests(new SecureRandom());
        byte[] good = requests.request(requests.newKey(), List.of("a.test"));
        byte[] changed = good.clone();
        changed[changed.length - 1] ^= 1;
        KeyPairGenerator p384 = KeyPairGenerator.getInstance("EC");
        p384.initialize(384);
        KeyPair other =
                new KeyPair(p384.generateKeyPair().getPublic(), requests.newKey().getPrivate());

        assertThat(ca.sign(good, "a.test", now)).hasSize(2);
        for (byte[] bad :
                List.of(
                        changed,
                        new byte[0],
                        new byte[9000],
                        requests.request(other, List.of("a.test")))) {
            assertThat(code(() -> ca.sign(bad, "a.test", now)))
                    .isEqualTo(ErrorCode.REQUEST_MALFORMED);
        }
    }

    @Test
    void theFolderIsMadeOnceAndItsKeysAreReadByNobodyElse() throws IOException {
        CaFolder.make(folder);
        Set<String> before = contents();
        CaFolder.make(folder);

        assertThat(contents()).isEqualTo(before).hasSize(4);
        for (String key : List.of("root.key", "intermediate.key")) {
            assertThat(Files.getPosixFilePermissions(folder.resolve(key)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
        Files.setPosixFilePermissions(
                folder.resolve("intermediate.key"), PosixFilePermissions.fromString("rw-r-----"));
        assertThat(code(() -> LocalCa.open(folder))).isEqualTo(ErrorCode.CONFIG_INVALID);
    }

    /** The files come in one order; after each of them the machine may stop. */
    @Test
    void aCrashAfterAnyFileIsMended() throws Exception {
        List<String> order = List.of("root.key", "root.pem", "intermediate.key");
        for (int written = 0; written <= order.size(); written++) {
            Path whole = folder.resolve("whole-" + written);
            TestCa.in(whole);
            Path cut = Files.createDirectory(folder.resolve("cut-" + written));
            for (String file : order.subList(0, written)) {
                Files.copy(
                        whole.resolve(file), cut.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
            }

            TestCa mended = TestCa.in(cut);

            validate(mended.open().root(), mended.sign("a.test", now).chain(), now);
        }
    }

    @Test
    void aLostKeyIsNotReplacedInSilence() throws IOException {
        CaFolder.make(folder);
        Files.delete(folder.resolve("intermediate.pem"));
        Files.delete(folder.resolve("root.key"));

        assertThat(code(() -> CaFolder.make(folder))).isEqualTo(ErrorCode.CONFIG_INVALID);
    }

    @Test
    void theRootsKeyMayBeTakenElsewhere() throws IOException {
        TestCa ca = TestCa.in(folder);
        Files.delete(folder.resolve("root.key"));

        CaFolder.make(folder);

        assertThat(ca.sign("a.test", now).chain()).hasSize(2);
    }

    @Test
    void anothersIntermediateDoesNotPass() throws IOException {
        Path mine = folder.resolve("mine");
        Path other = folder.resolve("other");
        CaFolder.make(mine);
        CaFolder.make(other);
        Files.delete(mine.resolve("intermediate.pem"));
        Files.copy(other.resolve("intermediate.pem"), mine.resolve("intermediate.pem"));

        assertThat(code(() -> LocalCa.open(mine))).isEqualTo(ErrorCode.CONFIG_INVALID);
    }

    @Test
    void thoseWhoMakeItAtTheSameTimeGetTheSame() throws Exception {
        Set<X509Certificate> roots = new HashSet<>();
        try (ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<X509Certificate>> makers = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                makers.add(() -> TestCa.in(folder).open().root());
            }
            for (Future<X509Certificate> each : workers.invokeAll(makers)) {
                roots.add(each.get());
            }
        }

        assertThat(roots).hasSize(1);
        TestCa ca = TestCa.in(folder);
        validate(ca.open().root(), ca.sign("a.test", now).chain(), now);
    }

    private static void validate(X509Certificate root, List<X509Certificate> chain, Instant at)
            throws GeneralSecurityException {
        CertPath path = CertificateFactory.getInstance("X.509").generateCertPath(chain);
        PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(at));
        CertPathValidator.getInstance("PKIX").validate(path, parameters);
    }

    private Set<String> contents() throws IOException {
        try (var files = Files.list(folder)) {
            return files.map(LocalCaTest::content).collect(Collectors.toSet());
        }
    }

    private static String content(Path file) {
        try {
            return file.getFileName() + ": " + Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ErrorCode code(ThrowingCallable call) {
        return catchThrowableOfType(PlatException.class, call).code();
    }
}
