package dev.plat.router.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.orders.Leadership;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.router.testkit.ZooKeeperServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One controller leads, and none that has lost ZooKeeper thinks it does. */
@Servers(zookeeper = 1, own = true)
class LeadershipIT {

    private static final Duration HANDED_OVER = Duration.ofSeconds(40);

    private final ZooKeeperServer server;
    private final List<String> reached = new CopyOnWriteArrayList<>();
    private Leadership first = new NoLeadership();

    LeadershipIT(ZooKeeperServer server) {
        this.server = server;
    }

    @BeforeEach
    void wipe() {
        server.wipe();
    }

    @AfterEach
    void run() {
        server.restart();
    }

    @Test
    void oneLeadsAndTheNextOneWhenItCloses() throws InterruptedException {
        try (RegistrySession one = open();
                RegistrySession other = open();
                Leadership second = secondAfter(first(one), other)) {
            assertThat(second.leading()).isFalse();
            assertThat(reached).containsExactly("latch.won");

            first.close();

            second.awaitLeading();
            assertThat(second.leading()).isTrue();
            assertThat(first.leading()).isFalse();
        }
    }

    @Test
    void aLeaderKilledWithItsProcessIsFollowedByTheNext() throws Exception {
        Process leader = leaderProcess();
        try (RegistrySession session = open()) {
            assertThat(leader.getInputStream().readNBytes(7)).asString().isEqualTo("leading");
            Leadership next = first(session);
            assertThat(next.leading()).isFalse();

            leader.destroyForcibly().waitFor();

            Waits.until(HANDED_OVER, "the session ends and the next one leads", next::leading);
            next.close();
        } finally {
            leader.destroyForcibly().waitFor();
        }
    }

    @Test
    void withoutZooKeeperNobodyLeadsAtOnceAndAfterwardsSomebodyDoes() throws InterruptedException {
        try (RegistrySession session = open();
                Leadership leadership = first(session)) {
            leadership.awaitLeading();

            server.stop();

            Waits.until(Duration.ofSeconds(3), "not leading at once", () -> !leadership.leading());
            Waits.until("it is told", () -> reached.contains("latch.lost"));
            Waits.always(
                    ZooKeeperClient.SESSION.plusSeconds(4),
                    "and not later, when the session has long ended",
                    () -> !leadership.leading());
            server.restart();
            Waits.until(HANDED_OVER, "leads again by itself", leadership::leading);
        }
    }

    @Test
    @SuppressWarnings("try") // closing is what is tested
    void aLostSessionIsALostLeadershipAndAnewAPlaceInTheQueue() throws Exception {
        try (RegistrySession one = open();
                RegistrySession other = open();
                Leadership second = secondAfter(first(one), other)) {
            one.client()
                    .getZookeeperClient()
                    .getZooKeeper()
                    .getTestable()
                    .injectSessionExpiration();

            Waits.until(HANDED_OVER, "the second leads", second::leading);
            Waits.until(HANDED_OVER, "not both", () -> !first.leading());
            Waits.until(HANDED_OVER, "the first has queued up anew", () -> queue(other) == 2);
            second.close();
            Waits.until(HANDED_OVER, "and leads again", first::leading);
            first.close();
        }
    }

    @Test
    void aLeaderWhoseNodeIsWipedDoesNotLeadBesideTheNext() throws Exception {
        try (RegistrySession one = open();
                RegistrySession other = open();
                Leadership second = secondAfter(first(one), other)) {
            for (String candidate : other.children(other.layout().control())) {
                other.delete(other.layout().control() + "/" + candidate, -1);
            }

            Waits.until(HANDED_OVER, "both are in the queue again", () -> queue(other) == 2);
            Waits.until(HANDED_OVER, "one leads", () -> first.leading() != second.leading());
            Waits.always(
                    Duration.ofSeconds(3),
                    "and never both",
                    () -> first.leading() != second.leading());
            first.close();
        }
    }

    private Leadership first(RegistrySession session) {
        first = new ZooKeeperLeadership(session, "first", reached::add);
        return first;
    }

    private static Leadership secondAfter(Leadership first, RegistrySession session)
            throws InterruptedException {
        first.awaitLeading();
        return new ZooKeeperLeadership(session, "second", ControlPoints.NONE);
    }

    private static int queue(RegistrySession session) throws Exception {
        return session.children(session.layout().control()).size();
    }

    private RegistrySession open() {
        return RegistrySession.open(server.connectString(), "/plat");
    }

    private Process leaderProcess() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LeaderMain.class.getName(),
                        server.connectString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Before the first. */
    private static final class NoLeadership implements Leadership {

        @Override
        public boolean leading() {
            return false;
        }

        @Override
        public void awaitLeading() {}

        @Override
        public void close() {}
    }

    /** A controller that leads and does nothing else, to be killed. */
    static final class LeaderMain {

        private LeaderMain() {}

        static void main(String[] arguments) throws InterruptedException {
            var admin = new RegistryAdmin(arguments[0], "/plat");
            admin.leadership("killed", ControlPoints.NONE).awaitLeading();
            System.out.print("leading");
            System.out.flush();
            new CountDownLatch(1).await(5, TimeUnit.MINUTES);
        }
    }
}
