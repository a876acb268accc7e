package dev.plat.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.testkit.Waits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Many names whose records become right one after the other, as fast as they can be set, each
 * account with the page of its names open and nobody pressing anything; until every one is served
 * over HTTPS.
 */
final class NameWave {

    static final String PROBE = "/.plat/probe/0123456789abcdef01234567";

    /** What an account may claim in an hour. */
    private static final int NAMES_PER_OWNER = 10;

    private static final long PAGE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

    private final NameRig rig;
    private final SecureVisitor visitor;
    private final List<PlayedBuilder.Owner> owners = new CopyOnWriteArrayList<>();
    private final Map<String, Right> right = new ConcurrentHashMap<>();
    private final List<Duration> took = new CopyOnWriteArrayList<>();
    private long paged = System.nanoTime();
    private long looked = System.nanoTime();

    private record Right(PlayedBuilder.Owner owner, long since) {}

    /** Claims a name and makes its records right. */
    @FunctionalInterface
    interface Bringer {
        void bring(PlayedBuilder.Owner owner, String name);
    }

    NameWave(NameRig rig, SecureVisitor visitor) {
        this.rig = rig;
        this.visitor = visitor;
    }

    /**
     * From the records to the first good answer over HTTPS, the shortest first.
     *
     * @param names of which none was claimed before
     */
    List<Duration> live(List<String> names, Bringer bringer, Duration most) {
        Executor thread = task -> Thread.ofVirtual().name("brings").start(task);
        CompletableFuture<Void> brought =
                CompletableFuture.runAsync(() -> bring(names, bringer), thread);
        Waits.untilAsserted(
                most,
                () -> {
                    if (!brought.isCompletedExceptionally()) {
                        look();
                        assertThat(took).as(this::waiting).hasSameSizeAs(names);
                    }
                });
        brought.join();
        return took.stream().sorted().toList();
    }

    private void bring(List<String> names, Bringer bringer) {
        for (int i = 0; i < names.size(); i++) {
            if (i % NAMES_PER_OWNER == 0) {
                owners.add(rig.newOwner());
            }
            bringer.bring(owners.getLast(), names.get(i));
            right.put(names.get(i), new Right(owners.getLast(), System.nanoTime()));
        }
    }

    private void look() {
        long now = System.nanoTime();
        if (now - paged > PAGE_NANOS) {
            paged = now;
            owners.forEach(rig::watch);
        }
        if (now - looked > LOOK_NANOS) {
            right.forEach(this::look);
            looked = System.nanoTime();
        }
    }

    private void look(String name, Right one) {
        boolean good =
                visitor.visit(name, PROBE)
                        .filter(visit -> visit.answer().startsWith("HTTP/1.1 200 "))
                        .isPresent();
        if (good) {
            right.remove(name);
            took.add(Duration.ofNanos(System.nanoTime() - one.since));
        }
    }

    /** How those stand that are not live. */
    private String waiting() {
        return right.entrySet().stream()
                .limit(3)
                .map(each ->
                        rig.call(
                                        each.getValue().owner(),
                                        "GET",
                                        "/api/v1/domains/" + each.getKey(),
                                        null,
                                        200)
                                .toString())
                .collect(Collectors.joining("\n"));
    }
}
