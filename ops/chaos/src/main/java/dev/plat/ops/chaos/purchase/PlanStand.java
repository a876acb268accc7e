package dev.plat.ops.chaos.purchase;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands in for site-builder: takes what accounts may do, the higher version counts, and every
 * fourth answer is lost while things go wrong. It remembers everything.
 *
 * <p>Threads: safe.
 */
final class PlanStand {

    private static final int LOST_EVERY = 4;

    private final Map<String, Limits> accounts = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean calm;

    /** What was told last of an account. */
    record Limits(long version, String plan, String state) {

        static final Limits NONE = new Limits(0, "free", "active");
    }

    void calm() {
        calm = true;
    }

    Limits of(String account) {
        return accounts.getOrDefault(account, Limits.NONE);
    }

    Others.Reply answer(JsonNode told) {
        Limits now =
                new Limits(
                        told.path("version").asLong(),
                        told.path("plan").asText(),
                        told.path("state").asText());
        Limits counts =
                accounts.merge(
                        told.path("account").asText(),
                        now,
                        (before, after) -> after.version > before.version ? after : before);
        return asked.incrementAndGet() % LOST_EVERY == 0 && !calm
                ? Others.Reply.LOST
                : new Others.Reply(200, "{\"version\":%d}".formatted(counts.version));
    }
}
