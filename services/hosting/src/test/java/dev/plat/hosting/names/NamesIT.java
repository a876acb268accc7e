package dev.plat.hosting.names;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plat.hosting.feed.FeedFollower;
import dev.plat.hosting.feed.FeedSql;
import dev.plat.hosting.index.Challenge;
import dev.plat.hosting.index.FeedMark;
import dev.plat.hosting.index.HostIndex;
import dev.plat.hosting.index.NamedHost;
import dev.plat.hosting.publish.HostingTier;
import dev.plat.hosting.serve.EdgeNode;
import dev.plat.hosting.tls.SealedCertificate;
import dev.plat.router.core.Router;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Servers(postgres = 2, tier = "hosting")
class NamesIT {

    private static final String TOKEN = "token-0123456789";

    @TempDir Path folder;
    private final PostgresServers servers;
    private final IdGenerator ids = new IdGenerator(InstantSource.system(), new Random());
    private final Id site = ids.nextAnywhere(IdKind.SITE);
    private final String name = "n" + site.toString().substring(20) + ".shop.test";
    private final List<FeedMark> told = new ArrayList<>();
    private EdgeNode node;
    private Router router;
    private Names names;
    private FeedFollower follower;

    NamesIT(PostgresServers servers) {
        this.servers = servers;
    }

    @BeforeEach
    void start() throws IOException {
        router = HostingTier.open(servers);
        node = new EdgeNode(folder);
        names =
                new Names(
                        router, new FeedSql(), (_, mark) -> told.add(mark), InstantSource.system());
        follower = follower(node);
    }

    @AfterEach
    void stop() {
        node.close();
        router.close();
    }

    @Test
    void whatIsToldReachesANodeByTheFeedWhole() {
        FeedMark routed = names.route(name, new Routing(3, site, true, null, true));
        FeedMark certified = names.certify(certificate(name, 2));
        Instant expires = Instant.now().plus(Duration.ofHours(1));
        FeedMark challenged = names.challenge(name, 1, challenge(expires));

        follower.reconcile();

        NamedHost known = node.index.names().find(name).orElseThrow();
        assertThat(List.of(routed, certified, challenged)).isSorted().doesNotHaveDuplicates();
        assertThat(told).containsExactly(routed, certified, challenged);
        assertThat(known.mark()).isEqualTo(challenged);
        assertThat(known.version()).isEqualTo(3);
        assertThat(known.routed()).isTrue();
        assertThat(known.site()).isEqualTo(site);
        assertThat(known.hsts()).isTrue();
        assertThat(known.certificate()).isEqualTo(2);
        assertThat(known.httpAnswer(TOKEN, Instant.now())).contains(TOKEN + ".thumb");
        assertThat(known.tlsChallenge(Instant.now())).isEmpty();

        names.withdraw(name, TOKEN);
        follower.read(Bucket.ofName(name));
        assertThat(node.index.names().find(name).orElseThrow().challenges()).isEmpty();
    }

    /** In whatever order and however often they come, the highest stands, and only news raise. */
    @SeededTest(cases = 12)
    void aLowerVersionNeverReplacesAHigherOne(Seed seed) {
        String each = "s" + ids.nextAnywhere(IdKind.SITE).toString().substring(20) + "." + name;
        List<Long> versions = seed.list(6, () -> (long) seed.between(1, 5));
        long highest = 0;
        for (long version : versions) {
            int before = told.size();
            FeedMark mark = names.route(each, new Routing(version, site, true, null, false));
            assertThat(told.size() > before).isEqualTo(version > highest);
            highest = Math.max(highest, version);
            assertThat(names.stored(each).orElseThrow().version()).isEqualTo(highest);
            assertThat(names.stored(each).orElseThrow().mark()).isEqualTo(mark);
            names.certify(certificate(each, version));
            assertThat(names.stored(each).orElseThrow().certificate()).isEqualTo(highest);
        }
    }

    @Test
    void aCertificateMayComeBeforeItsName() {
        names.certify(certificate(name, 1));
        follower.reconcile();
        assertThat(node.index.names().find(name).map(NamedHost::routed)).contains(false);

        names.route(name, new Routing(1, site, true, null, false));
        follower.reconcile();
        assertThat(node.index.names().find(name).map(NamedHost::routed)).contains(true);
        assertThat(node.index.names().find(name).map(NamedHost::certificate)).contains(1L);
    }

    /** Whoever has the name next must not be served with a key that was made for another. */
    @Test
    void aNameThatGoesOffLosesItsKeyAndOneThatIsLateBringsNoneBack() {
        names.route(name, new Routing(1, site, true, null, false));
        names.certify(certificate(name, 1));

        names.route(name, new Routing(2, null, false, null, false));
        assertThat(names.find(name)).isEmpty();
        names.certify(certificate(name, 2));
        assertThat(names.find(name)).isEmpty();

        names.route(name, new Routing(3, site, true, null, false));
        assertThat(names.stored(name).orElseThrow().certificate()).isZero();
        follower.reconcile();
        assertThat(node.index.names().find(name).map(NamedHost::certificate)).contains(0L);
        names.certify(certificate(name, 3));
        assertThat(names.find(name).map(SealedCertificate::version)).contains(3L);
    }

    @Test
    void whatIsNoNameOrSaysTooMuchIsRefusedBeforeAnythingIsStored() {
        for (String odd : List.of("", "one", "UPPER.test", "a..test", "a.test.", "x.*.test", "*")) {
            assertThat(code(() -> names.route(odd, new Routing(1, site, true, null, false))))
                    .as(odd)
                    .isEqualTo(ErrorCode.NAME_INVALID);
        }
        assertThat(code(() -> new Routing(0, site, true, null, false)))
                .isEqualTo(ErrorCode.FIELD_INVALID);
        assertThat(code(() -> names.route(name, new Routing(1, null, true, null, false))))
                .isEqualTo(ErrorCode.FIELD_INVALID);
        assertThat(code(() -> names.route(name, new Routing(1, site, true, name, false))))
                .isEqualTo(ErrorCode.FIELD_INVALID);
        Instant late = Instant.now().plus(Duration.ofDays(31));
        assertThat(code(() -> names.challenge(name, 1, challenge(late))))
                .isEqualTo(ErrorCode.FIELD_INVALID);
        assertThat(names.stored(name)).isEqualTo(Optional.empty());
    }

    @Test
    void aWildcardHasNoSiteAndARedirectNeedsNone() {
        names.route("*." + name, new Routing(1, null, true, null, false));
        names.route("www." + name, new Routing(1, null, true, name, false));
        follower.reconcile();

        assertThat(node.index.names().find("*." + name)).isPresent();
        assertThat(node.index.names().find("www." + name).map(NamedHost::redirectTo))
                .contains(name);
    }

    private FeedFollower follower(EdgeNode of) {
        HostIndex index = of.index;
        return new FeedFollower(
                router, new FeedSql(), index, of.flip, of.pins, of.certificates, () -> true);
    }

    private SealedCertificate certificate(String of, long version) {
        return new SealedCertificate(
                of,
                version,
                ids.next(IdKind.CERTIFICATE, Bucket.ofName(of)),
                "kid",
                "-----BEGIN CERTIFICATE-----\n",
                new byte[100]);
    }

    private static Challenge challenge(Instant expires) {
        return new Challenge(Challenge.Kind.HTTP, TOKEN, TOKEN + ".thumb", "thumb", expires);
    }

    private static ErrorCode code(Runnable call) {
        PlatException refused = catchThrowableOfType(PlatException.class, call::run);
        return refused.code();
    }
}
