package dev.plat.ops.bench.budget;

import dev.plat.schemas.PlatException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.DataFormatException;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * What callers were told in one phase, and after how long. What was refused is counted and not
 * timed.
 *
 * <p>Threads: safe.
 */
final class Answers {

    private static final long MICROS_MAX = Duration.ofMinutes(2).toNanos() / 1000;
    private static final int DIGITS = 3;

    /** Whose requests. */
    enum Who {
        WHALE,
        /** On the whale's shard, in other buckets. */
        NEIGHBOURS,
        /** On other shards. */
        FAR
    }

    /**
     * As a process writes them down.
     *
     * @param micros compressed histograms in base 64
     * @param refused by the error's text
     */
    record Written(Phase phase, Map<Who, String> micros, Map<String, Long> refused) {}

    private final Map<Who, Histogram> micros = new EnumMap<>(Who.class);
    private final Map<String, LongAdder> refused = new ConcurrentHashMap<>();

    Answers() {
        for (Who who : Who.values()) {
            micros.put(who, new ConcurrentHistogram(MICROS_MAX, DIGITS));
        }
    }

    void answered(Who who, long nanos) {
        histogram(who).recordValue(Math.clamp(nanos / 1000, 0, MICROS_MAX));
    }

    void refused(RuntimeException e) {
        String text = e instanceof PlatException known ? known.code().text() : e.toString();
        refused.computeIfAbsent(text, _ -> new LongAdder()).increment();
    }

    long count() {
        return micros.values().stream().mapToLong(Histogram::getTotalCount).sum();
    }

    Map<String, Long> refused() {
        Map<String, Long> counts = new TreeMap<>();
        refused.forEach((text, count) -> counts.put(text, count.sum()));
        return counts;
    }

    long refusedCount() {
        return refused.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /** Of these together, in milliseconds. */
    double millisAt(double percentile, Who... those) {
        Histogram sum = new Histogram(MICROS_MAX, DIGITS);
        for (Who who : those) {
            sum.add(histogram(who));
        }
        return sum.getValueAtPercentile(percentile) / 1e3;
    }

    Written written(Phase phase) {
        Map<Who, String> texts = new EnumMap<>(Who.class);
        micros.forEach((who, histogram) -> {
            ByteBuffer bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
            int length = histogram.encodeIntoCompressedByteBuffer(bytes);
            texts.put(
                    who, Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length)));
        });
        return new Written(phase, texts, refused());
    }

    void add(Written other) {
        other.micros.forEach((who, text) -> histogram(who).add(decoded(text)));
        other.refused.forEach(
                (text, count) -> refused.computeIfAbsent(text, _ -> new LongAdder()).add(count));
    }

    private Histogram histogram(Who who) {
        Histogram found = micros.get(who);
        if (found == null) {
            throw new IllegalStateException("no histogram of " + who);
        }
        return found;
    }

    private static Histogram decoded(String text) {
        try {
            return Histogram.decodeFromCompressedByteBuffer(
                    ByteBuffer.wrap(Base64.getDecoder().decode(text)), 0);
        } catch (DataFormatException e) {
            throw new IllegalStateException("a process wrote what is no histogram", e);
        }
    }
}
