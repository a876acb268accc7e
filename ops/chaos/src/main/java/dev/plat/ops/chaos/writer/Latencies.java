package dev.plat.ops.chaos.writer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.HdrHistogram.HistogramLogWriter;
import org.HdrHistogram.Recorder;

/**
 * How long operations took, in microseconds, one histogram a second, in HdrHistogram's log format.
 *
 * <p>Threads: safe.
 */
public final class Latencies implements AutoCloseable {

    private static final String ENDING = ".hlog";
    private static final long MICROS_MAX = Duration.ofMinutes(2).toNanos() / 1000;
    private static final int DIGITS = 3;

    private final Recorder recorder = new Recorder(MICROS_MAX, DIGITS);
    private final HistogramLogWriter log;
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("latencies").factory());

    Latencies(Path folder, String name) {
        try {
            log = new HistogramLogWriter(folder.resolve(name + ENDING).toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        log.outputLogFormatVersion();
        log.outputLegend();
        var _ = timer.scheduleAtFixedRate(this::turn, 1, 1, TimeUnit.SECONDS);
    }

    void add(long nanos) {
        recorder.recordValue(Math.min(MICROS_MAX, nanos / 1000));
    }

    private synchronized void turn() {
        log.outputIntervalHistogram(recorder.getIntervalHistogram());
    }

    @Override
    public void close() {
        timer.shutdownNow();
        turn();
        log.close();
    }

    /**
     * All operations of all writers in a folder that fell into a time.
     *
     * @param fromMillis since 1970, as the histograms carry it
     */
    public static Histogram between(Path folder, long fromMillis, long toMillis) {
        Histogram sum = new Histogram(MICROS_MAX, DIGITS);
        try (Stream<Path> files = Files.list(folder)) {
            files.filter(file -> file.toString().endsWith(ENDING))
                    .forEach(file -> add(file, fromMillis, toMillis, sum));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sum;
    }

    private static void add(Path file, long fromMillis, long toMillis, Histogram sum) {
        try (HistogramLogReader log = new HistogramLogReader(file.toFile())) {
            EncodableHistogram next = log.nextIntervalHistogram();
            while (next != null) {
                if (next.getStartTimeStamp() >= fromMillis && next.getEndTimeStamp() <= toMillis) {
                    sum.add((Histogram) next);
                }
                next = log.nextIntervalHistogram();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
