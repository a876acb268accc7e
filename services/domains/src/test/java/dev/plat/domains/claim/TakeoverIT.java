package dev.plat.domains.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.plat.domains.DomainsTier;
import dev.plat.domains.check.DnsLine;
import dev.plat.router.core.Router;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Id;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/**
 * Histories of two to five accounts that claim, prove, let go, copy each other's records, point
 * wildcards here, and of processes that end in the middle of a hold: at every step the name serves
 * whom the rules name. {@code -Dplat.takeover.histories=500} runs that many for each seed.
 */
@Servers(postgres = 2, tier = "domains")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TakeoverIT {

    private static final int HISTORIES = Integer.getInteger("plat.takeover.histories", 1);
    private static final int STEPS_MAX = 100;
    private static final int TWIN_TRIES = 300;
    private static final ClaimLimits NONE_TO_SPEAK_OF =
            new ClaimLimits(1_000, 1_000, Duration.ofHours(1), 1_000);

    /** A value is renewed after thirty days; that has a test of its own. */
    private static final Duration HISTORY_MAX = Duration.ofDays(28);

    private static final List<Duration> PAUSES =
            List.of(
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(31),
                    Duration.ofMinutes(61),
                    Duration.ofHours(36),
                    Duration.ofHours(73));
    private static final List<String> POINTS =
            List.of("proof.seen", "hold.reserved", "hold.accepted", "hold.confirmed");

    private int number;
    private Router router;

    @BeforeAll
    void open(PostgresServers servers) {
        router = DomainsTier.open(servers);
    }

    @AfterAll
    void close() {
        router.close();
    }

    @SeededTest(cases = 15)
    void aNameServesWhomTheRulesName(Seed seed) {
        for (int i = 0; i < HISTORIES; i++) {
            World world = world(seed, Contest.Delays.USUAL);
            new History(world, seed, "take" + ++number + ".test").run();
        }
    }

    /** Without its delays a contest moves names that the rules leave where they are. */
    @SeededTest(cases = 1)
    void withoutTheDelaysOfAContestAHistoryIsFoundThatBreaksTheRules(Seed seed) {
        assertThat(
                        broken(
                                seed,
                                () -> {
                                    Contest.Delays none =
                                            new Contest.Delays(Duration.ZERO, Duration.ZERO);
                                    return world(seed, none);
                                }))
                .isTrue();
    }

    /** Two sites are served at once when a name is given away before all nodes know. */
    @SeededTest(cases = 1)
    void withoutTheWordOfEveryNodeAHistoryIsFoundThatBreaksTheRules(Seed seed) {
        assertThat(
                        broken(
                                seed,
                                () -> {
                                    World world = world(seed, Contest.Delays.USUAL);
                                    world.hasty = true;
                                    return world;
                                }))
                .isTrue();
    }

    private World world(Seed seed, Contest.Delays delays) {
        return new World(router, seed.random(), delays, NONE_TO_SPEAK_OF);
    }

    private boolean broken(Seed seed, Supplier<World> twin) {
        for (int tries = 0; tries < TWIN_TRIES; tries++) {
            History history = new History(twin.get(), seed, "twin" + ++number + ".test");
            if (catchThrowable(history::run) instanceof AssertionError) {
                return true;
            }
        }
        return false;
    }

    /** One history of one name. */
    private static final class History {

        private final World world;
        private final Seed seed;
        private final String name;
        private final Instant end;
        private final List<Id> accounts = new ArrayList<>();
        private final Rulebook rules;
        private final Map<Integer, DnsLine> set = new HashMap<>();
        private final List<String> told = new ArrayList<>();

        History(World world, Seed seed, String name) {
            this.world = world;
            this.seed = seed;
            this.rules = new Rulebook(world.nodes.size());
            this.name = name;
            this.end = world.now().plus(HISTORY_MAX);
            int many = seed.between(2, 5);
            for (int i = 0; i < many; i++) {
                accounts.add(world.account());
            }
        }

        void run() {
            if (seed.chance(0.5)) {
                everybodyProves();
            }
            int steps = seed.length(STEPS_MAX);
            for (int step = 0; step < steps; step++) {
                int who = seed.between(0, accounts.size() - 1);
                step(who);
                check();
            }
            world.deaf = -1;
            settle();
            check();
        }

        /** Where histories without a contest would be most of them. */
        private void everybodyProves() {
            for (int who = 0; who < accounts.size(); who++) {
                Id account = accounts.get(who);
                act("claim", who, rules::claim);
                world.claim(account, name);
                set(account, who);
                look(account, who);
            }
            check();
        }

        private void set(Id account, int who) {
            set.put(who, world.proof(account, name));
            world.zone.text(world.proof(account, name));
            rules.record(who, true);
        }

        private void look(Id account, int who) {
            world.look(account, name);
            rules.look(who, true, world.now());
        }

        private void step(int who) {
            Id account = accounts.get(who);
            switch (seed.between(0, 19)) {
                case 0, 1 ->
                        act(
                                "claim",
                                who,
                                it -> {
                                    world.claim(account, name);
                                    rules.claim(it);
                                });
                case 2, 3, 4 -> ifClaimed("set", who, it -> set(account, it));
                case 5 ->
                        ifClaimed(
                                "unset",
                                who,
                                it -> {
                                    DnsLine line = set.remove(it);
                                    if (line != null) {
                                        world.zone.noText(line);
                                    }
                                    rules.record(it, false);
                                });
                case 6 ->
                        ifClaimed(
                                "release",
                                who,
                                it -> {
                                    world.release(account, name);
                                    rules.release(it);
                                });
                case 7 -> ifClaimed("copy", who, this::copy);
                case 8 -> act("deaf", who, _ -> world.deaf = seed.between(-1, 1));
                case 9 -> act("settle", who, _ -> settle());
                case 10 -> ifClaimed("crash", who, this::crash);
                case 11, 12 ->
                        act(
                                "pause",
                                who,
                                _ -> {
                                    Duration pause = seed.pick(PAUSES);
                                    if (world.now().plus(pause).isBefore(end)) {
                                        world.later(pause);
                                    }
                                });
                default -> ifClaimed("look", who, it -> look(account, it));
            }
        }

        /** Another's texts at one's own places, and one's own at another's. */
        private void copy(int who) {
            int other = seed.between(0, accounts.size() - 1);
            DnsLine mine = world.proof(accounts.get(who), name);
            DnsLine theirs = set.get(other);
            world.zone.alias("*.test", Zone.EDGE);
            if (theirs != null && other != who) {
                world.zone.text(new DnsLine(mine.host(), "TXT", theirs.value()));
                world.zone.text(new DnsLine(theirs.host(), "TXT", mine.value()));
            }
        }

        private void crash(int who) {
            String point = seed.pick(POINTS);
            told.add("at " + point);
            boolean holds = rules.wouldHold(who);
            boolean fresh = !rules.proven(who);
            world.stopAt = point;
            Throwable stopped = catchThrowable(() -> world.look(accounts.get(who), name));
            world.stopAt = "";
            boolean atHold = !point.equals("proof.seen");
            boolean met = atHold ? holds : fresh && stopped != null;
            assertThat(stopped != null).as(told.toString()).isEqualTo(met);
            rules.look(who, stopped == null || point.equals("hold.confirmed"), world.now());
            world.later(Duration.ofMinutes(11));
            world.holds.sweep();
            if (stopped != null && point.equals("hold.accepted")) {
                rules.take(who);
            }
        }

        private void settle() {
            world.settle();
            rules.settled(world.deaf);
        }

        private void check() {
            Integer holder = rules.holder();
            Optional<Id> expected =
                    holder == null
                            ? Optional.empty()
                            : Optional.of(world.siteOf(accounts.get(holder)));
            assertThat(world.holder(name)).as(told.toString()).isEqualTo(expected);
            List<Id> served = world.served(name);
            assertThat(served.size()).as("served at once, " + told).isLessThanOrEqualTo(1);
            if (!served.isEmpty() && expected.isPresent()) {
                assertThat(served).as(told.toString()).containsExactly(expected.get());
            }
        }

        private void ifClaimed(String what, int who, Consumer<Integer> doing) {
            if (rules.claimed(who)) {
                act(what, who, doing);
            }
        }

        private void act(String what, int who, Consumer<Integer> doing) {
            told.add(what + " " + who);
            doing.accept(who);
        }
    }
}
