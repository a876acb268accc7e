package dev.plat.hosting.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plat.chassis.entitlement.Allowance;
import dev.plat.chassis.entitlement.Allowances;
import dev.plat.chassis.ticket.Caller;
import dev.plat.hosting.feed.FeedFollower;
import dev.plat.hosting.feed.FeedLoop;
import dev.plat.hosting.feed.FeedSql;
import dev.plat.hosting.hosts.HostNames;
import dev.plat.hosting.hosts.HostRules;
import dev.plat.hosting.index.FeedMark;
import dev.plat.hosting.index.LiveSite;
import dev.plat.hosting.release.ReleaseFile;
import dev.plat.hosting.release.ReleaseSettings;
import dev.plat.hosting.serve.EdgeNode;
import dev.plat.hosting.serve.SwitchedStore;
import dev.plat.hosting.serve.Visitor;
import dev.plat.resources.blob.Body;
import dev.plat.resources.blob.Sha256;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Publishing over a real tier of two shards; visitors over real sockets; files in memory. */
@Servers(postgres = 2, tier = "hosting")
class PublishIT {

    private static final String DOMAIN = "sites.test";

    @TempDir Path folder;
    private final PostgresServers servers;
    private final IdGenerator ids = new IdGenerator(InstantSource.system(), new Random());
    private final Id owner = ids.nextAnywhere(IdKind.ACCOUNT);
    private final Caller person = new Caller.Person(owner, ids.nextAnywhere(IdKind.SESSION), 0);
    private final SwitchedStore files = new SwitchedStore(Tier.HOSTING_FILES, EdgeNode.ROOT);
    private final SwitchedStore drafts = new SwitchedStore(Tier.BUILDING_FILES, EdgeNode.ROOT);
    private final List<String> hints = new CopyOnWriteArrayList<>();
    private final FeedSql feedSql = new FeedSql();
    private final SiteLiveSql sites = new SiteLiveSql();
    private Router router;
    private Allowances allowances;
    private EdgeNode here;
    private EdgeNode there;
    private FeedLoop thereFeed;
    private FeedFollower thereFollower;
    private HostNames hosts;
    private Releases releases;
    private Deploys deploys;

    PublishIT(PostgresServers servers) {
        this.servers = servers;
    }

    @BeforeEach
    void start() throws IOException {
        router = HostingTier.open(servers);
        here = new EdgeNode(folder.resolve("here"), EdgeNode.LIMITS, files);
        there = new EdgeNode(folder.resolve("there"), EdgeNode.LIMITS, files);
        thereFollower = follower(there);
        thereFeed = new FeedLoop(thereFollower, there.index, there.snapshot);
        hosts = new HostNames(router, new HostRules(DOMAIN), sites, feedSql);
        allowances = new Allowances(router, InstantSource.system(), () -> Allowance.EVERYBODY);
        SiteAccess access = new SiteAccess(router, sites, allowances);
        releases =
                new Releases(
                        router,
                        access,
                        files,
                        drafts,
                        here.store,
                        here.pins,
                        ids,
                        folder.resolve("uploads"));
        deploys = new Deploys(router, access, sites, feedSql, new Recorder(), here.flip, ids);
    }

    @AfterEach
    void stop() {
        thereFeed.close();
        here.close();
        there.close();
        router.close();
    }

    @Test
    void aSiteIsPublishedVisitedChangedAndRolledBack() throws IOException {
        Site site = site("story");
        Map<String, byte[]> first = Map.of("index.html", bytes("one"), "a.css", bytes("css"));
        Map<String, byte[]> second = Map.of("index.html", bytes("two"), "a.css", bytes("css"));

        Releases.Opened opened = open(site, first);
        assertThat(opened.missing()).containsExactlyInAnyOrder(sha("one"), sha("css"));
        Id one = complete(site, opened, first);
        assertThat(deploy(site, one).generation()).isEqualTo(1);
        assertThat(visit(here, site)).isEqualTo("one");

        Releases.Opened again = open(site, second);
        assertThat(again.missing()).containsExactly(sha("two"));
        Id two = complete(site, again, second);
        assertThat(deploy(site, two).generation()).isEqualTo(2);
        assertThat(visit(here, site)).isEqualTo("two");

        assertThat(deploy(site, one).generation()).isEqualTo(3);
        assertThat(visit(here, site)).isEqualTo("one");
        assertThat(releases.list(site.id, person))
                .extracting(Releases.Listed::release, Releases.Listed::live)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(two, false),
                        org.assertj.core.groups.Tuple.tuple(one, true));
    }

    @Test
    void whoDoesNotPayPublishesNothingAndStaysPublished() throws IOException {
        Site site = site("unpaid");
        Id one = publishable(site, "one");
        Id two = publishable(site, "two");
        deploy(site, one);

        allowances.keep(owner, 1, "pro", "read-only", null);
        assertThat(refusal(() -> deploy(site, two)).code()).isEqualTo(ErrorCode.PLAN_LIMIT);
        assertThat(refusal(() -> open(site, Map.of("a", bytes("a")))).code())
                .isEqualTo(ErrorCode.PLAN_LIMIT);
        assertThat(visit(here, site)).isEqualTo("one");
        assertThat(releases.list(site.id, person)).hasSize(2);

        allowances.keep(owner, 2, "pro", "active", null);
        deploy(site, two);
        assertThat(visit(here, site)).isEqualTo("two");
    }

    @Test
    void anotherNodeFlipsByHintAndWithoutHintsByReconcile() throws IOException {
        Site site = site("nodes");
        assertThat(status(there, site)).isEqualTo(503);
        assertThat(thereFollower.reconcile()).isTrue();
        assertThat(status(there, site)).isEqualTo(404);

        deploy(site, publishable(site, "one"));
        thereFeed.hint(hints.getLast());
        Waits.untilAsserted(() -> assertThat(visit(there, site)).isEqualTo("one"));

        deploy(site, publishable(site, "two"));
        assertThat(thereFollower.reconcile()).isTrue();
        assertThat(visit(there, site)).isEqualTo("two");
        assertThat(there.index.mark(site.id.bucket()).seq())
                .isEqualTo(Long.parseLong(hints.getLast().split(" ", -1)[1]));
    }

    @Test
    void whileFilesAreDownAFollowingNodeShowsTheOldReleaseAndCatchesUp() throws IOException {
        Site site = site("behind");
        deploy(site, publishable(site, "one"));
        thereFollower.reconcile();
        Id two = publishable(site, "two");
        deploy(site, two);
        files.down = true;

        thereFollower.reconcile();
        assertThat(visit(there, site)).isEqualTo("one");
        files.down = false;
        Waits.untilAsserted(() -> {
            thereFollower.reconcile();
            assertThat(visit(there, site)).isEqualTo("two");
        });
    }

    @Test
    void aStaleGenerationIsADeployConflictAndChangesNothing() throws IOException {
        Site site = site("conflict");
        Id one = publishable(site, "one");
        Id two = publishable(site, "two");
        deploy(site, one);

        PlatException conflict =
                refusal(() -> deploys.deploy(site.id, two, OptionalLong.of(0), person));

        assertThat(conflict.code()).isEqualTo(ErrorCode.DEPLOY_CONFLICT);
        assertThat(conflict.facts())
                .containsEntry("value", 1L)
                .containsEntry("expected", 0L)
                .containsEntry("release", one.toString());
        assertThat(visit(here, site)).isEqualTo("one");
    }

    @Test
    void ofManyDeploysFromOneGenerationExactlyOneWins() throws Exception {
        Site site = site("race");
        List<Id> candidates = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            candidates.add(publishable(site, "candidate " + i));
        }

        List<Future<Boolean>> outcomes = new ArrayList<>();
        try (ExecutorService publishers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Id candidate : candidates) {
                Callable<Boolean> attempt = () -> wins(site, candidate);
                outcomes.add(publishers.submit(attempt));
            }
        }
        int wins = 0;
        for (Future<Boolean> outcome : outcomes) {
            wins += outcome.get() ? 1 : 0;
        }

        assertThat(wins).isEqualTo(1);
        assertThat(here.index.find(site.host).orElseThrow().generation()).isEqualTo(1);
        assertThat(count("SELECT count(*) FROM deploy WHERE site_id = '" + site.id.uuid() + "'"))
                .isEqualTo(1);
    }

    @Test
    void repeatingADeployOrASealChangesNothing() throws IOException {
        Site site = site("repeat");
        Id one = publishable(site, "one");

        assertThat(releases.seal(site.id, one, person))
                .isEqualTo(releases.seal(site.id, one, person));
        assertThat(deploy(site, one).generation()).isEqualTo(1);
        assertThat(deploys.deploy(site.id, one, OptionalLong.of(0), person).generation())
                .isEqualTo(1);
        assertThat(hints).hasSize(1);
    }

    @Test
    void aForeignSiteLooksLikeOneThatDoesNotExist() throws IOException {
        Site site = site("private");
        Id one = publishable(site, "one");
        Caller stranger =
                new Caller.Person(
                        ids.nextAnywhere(IdKind.ACCOUNT), ids.nextAnywhere(IdKind.SESSION), 0);
        Caller acting = new Caller.Service("site-builder", stranger.behind());
        Id nobody = ids.nextAnywhere(IdKind.SITE);

        for (Caller caller : List.of(stranger, acting)) {
            PlatException foreign = refusal(() -> releases.list(site.id, caller));
            PlatException unknown = refusal(() -> releases.list(nobody, caller));
            assertThat(foreign.code()).isEqualTo(ErrorCode.NOT_FOUND).isEqualTo(unknown.code());
            assertThat(foreign.text()).isEqualTo(unknown.text());
            assertThat(
                            refusal(() ->
                                            deploys.deploy(
                                                    site.id, one, OptionalLong.empty(), caller))
                                    .code())
                    .isEqualTo(ErrorCode.NOT_FOUND);
        }
        Caller operator = new Caller.Service("operator", Optional.empty());
        assertThat(releases.list(site.id, operator)).hasSize(1);
    }

    @Test
    void whatIsMissingIsWorkedOutFromThisSiteAlone() throws IOException {
        Site first = site("first");
        Site second = site("second");
        publishable(first, "shared");
        drafts.put(second.id, "text/plain", Body.of(bytes("drafted")));

        Releases.Opened opened =
                open(second, Map.of("a.html", bytes("shared"), "b.html", bytes("drafted")));

        // Another site's file must be sent again; this site's own draft is copied.
        assertThat(opened.missing()).containsExactly(sha("shared"));
    }

    @Test
    void wrongBytesAndMissingOnesAreRefusedWithWhatIsRight() throws IOException {
        Site site = site("wrong");
        Map<String, byte[]> content = Map.of("index.html", bytes("right"));
        Id release = open(site, content).release();

        PlatException mismatch = refusal(() -> put(site, release, sha("right"), bytes("wrong")));
        assertThat(mismatch.code()).isEqualTo(ErrorCode.DIGEST_MISMATCH);
        assertThat(mismatch.facts())
                .containsEntry("value", sha("wrong").hex())
                .containsEntry("expected", sha("right").hex());
        PlatException foreign = refusal(() -> put(site, release, sha("other"), bytes("other")));
        assertThat(foreign.code()).isEqualTo(ErrorCode.FIELD_INVALID);
        PlatException cut =
                refusal(() ->
                        releases.put(
                                site.id,
                                release,
                                person,
                                sha("right"),
                                99,
                                new ByteArrayInputStream(bytes("right"))));
        assertThat(cut.code()).isEqualTo(ErrorCode.REQUEST_MALFORMED);
        PlatException missing = refusal(() -> releases.seal(site.id, release, person));
        assertThat(missing.code()).isEqualTo(ErrorCode.RESOURCES_MISSING);
        assertThat(missing.facts()).containsEntry("missing", List.of(sha("right").hex()));
        PlatException open = refusal(() -> deploy(site, release));
        assertThat(open.code()).isEqualTo(ErrorCode.RELEASE_INVALID);

        byte[] large = new byte[3 << 20];
        Map<String, byte[]> big = Map.of("index.html", bytes("right"), "l.bin", large);
        deploy(site, complete(site, open(site, big), big));
        try (Visitor visitor = new Visitor(here.port())) {
            assertThat(visitor.get(site.host, "/l.bin").body()).isEqualTo(large);
        }
    }

    private boolean wins(Site site, Id release) {
        try {
            deploys.deploy(site.id, release, OptionalLong.of(0), person);
            return true;
        } catch (PlatException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.DEPLOY_CONFLICT);
            return false;
        }
    }

    private FeedFollower follower(EdgeNode node) {
        return new FeedFollower(
                router, feedSql, node.index, node.flip, node.pins, node.certificates, () -> true);
    }

    private record Site(Id id, String host) {}

    private Site site(String slug) {
        Id id = ids.nextAnywhere(IdKind.SITE);
        // The databases outlive a test method: a name is taken once.
        String host = slug + "-" + id.toString().substring(20) + "." + DOMAIN;
        hosts.reserve(host, id);
        hosts.confirm(host, id, owner);
        return new Site(id, host);
    }

    private Id publishable(Site site, String page) {
        Map<String, byte[]> content = Map.of("index.html", bytes(page));
        return complete(site, open(site, content), content);
    }

    private Releases.Opened open(Site site, Map<String, byte[]> content) {
        List<ReleaseFile> list = new ArrayList<>();
        content.forEach(
                (path, bytes) -> list.add(new ReleaseFile(path, Sha256.of(bytes), bytes.length)));
        return releases.open(site.id, person, list, new ReleaseSettings(false));
    }

    private Id complete(Site site, Releases.Opened opened, Map<String, byte[]> content) {
        Map<Sha256, byte[]> byDigest = new LinkedHashMap<>();
        content.values().forEach(bytes -> byDigest.put(Sha256.of(bytes), bytes));
        for (Sha256 missing : opened.missing()) {
            put(site, opened.release(), missing, byDigest.getOrDefault(missing, new byte[0]));
        }
        releases.seal(site.id, opened.release(), person);
        return opened.release();
    }

    private void put(Site site, Id release, Sha256 digest, byte[] bytes) {
        releases.put(
                site.id, release, person, digest, bytes.length, new ByteArrayInputStream(bytes));
    }

    private LiveSite deploy(Site site, Id release) {
        return deploys.deploy(site.id, release, OptionalLong.empty(), person);
    }

    private static String visit(EdgeNode node, Site site) throws IOException {
        try (Visitor visitor = new Visitor(node.port())) {
            return visitor.get(site.host, "/").text();
        }
    }

    private static int status(EdgeNode node, Site site) throws IOException {
        try (Visitor visitor = new Visitor(node.port())) {
            return visitor.get(site.host, "/").status();
        }
    }

    private long count(String sql) throws Exception {
        long count = 0;
        for (PostgresServer server : servers.all()) {
            try (Connection connection = server.connectAsSuperuser();
                    Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(sql)) {
                row.next();
                count += row.getLong(1);
            }
        }
        return count;
    }

    private static PlatException refusal(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        PlatException refusal = catchThrowableOfType(PlatException.class, call);
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private static Sha256 sha(String text) {
        return Sha256.of(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private final class Recorder implements DeployJournal {

        @Override
        public void deployed(
                Tx tx, SiteRow before, Id release, long generation, FeedMark mark, Caller caller) {
            assertThat(generation).isEqualTo(before.generation() + 1);
        }

        @Override
        public void hint(Id site, FeedMark mark) {
            hints.add(site.bucket().number() + " " + mark.seq());
        }
    }
}
