package dev.plat.ops.chaos.stale;

import dev.plat.ops.chaos.rig.Audit;
import dev.plat.ops.chaos.rig.Carrier;
import dev.plat.ops.chaos.rig.CuttableLine;
import dev.plat.ops.chaos.rig.LabProcess;
import dev.plat.ops.chaos.rig.Progress;
import dev.plat.ops.chaos.rig.Rig;
import dev.plat.ops.chaos.writer.WriterSettings;
import dev.plat.schemas.Bucket;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Buckets go to and fro between two shards while routers that lag behind write into them, and
 * somebody with {@code psql} and an old epoch tries to. Afterwards no row stands outside its owner,
 * and every acknowledged write is there, once.
 */
public final class StaleRouters {

    /** How wrong the writers' clocks are, in turn. */
    private static final List<Duration> SKEWS =
            List.of(Duration.ofHours(3), Duration.ZERO, Duration.ofDays(-2));

    private static final int THREADS = 8;
    private static final int READ_PERCENT = 30;

    private final PrintStream out;

    public StaleRouters(PrintStream out) {
        this.out = out;
    }

    /**
     * One run.
     *
     * @param buckets that travel together, 1 to 1024
     * @param cutovers at least so many
     * @param perSecond operations of one writer
     * @param wrongClocks whether the writers' wall clocks are off; takes a C compiler
     */
    public record Settings(
            Path folder,
            int writers,
            int perSecond,
            int buckets,
            int cutovers,
            boolean wrongClocks,
            long seed) {}

    /** What came of it. */
    public record Verdict(
            int cutovers,
            int freezes,
            int cuts,
            long intrusions,
            long refusals,
            Audit.Result audit) {

        public boolean holds() {
            return audit.faultCount() == 0 && intrusions > 0 && audit.acknowledged() > 0;
        }
    }

    public Verdict run(Settings settings) throws SQLException {
        // Even buckets begin on the first server.
        List<Bucket> travelling =
                IntStream.range(0, settings.buckets).mapToObj(i -> new Bucket(2 * i)).toList();
        List<List<String>> clocks = clocks(settings);
        List<LabProcess> writers = new ArrayList<>();
        List<CuttableLine> lines = new ArrayList<>();
        try (Rig rig = Rig.start(settings.folder, 2);
                Carrier carrier = new Carrier(rig)) {
            for (int i = 0; i < settings.writers; i++) {
                CuttableLine line = new CuttableLine(rig.zooKeeperPort());
                lines.add(line);
                writers.add(
                        rig.writer(clocks.get(i % clocks.size()), writer(rig, settings, i, line)));
            }
            int cutovers = carrier.carry(travelling, 0, 1);
            Progress progress = new Progress("cutovers", settings.cutovers, out);
            int freezes;
            int cuts;
            long intrusions;
            long refusals;
            try (Tormentor tormentor = new Tormentor(writers, lines, settings.seed);
                    OldEpochs intruder = new OldEpochs(rig, travelling, settings.seed)) {
                for (int from = 1; cutovers < settings.cutovers; from = 1 - from) {
                    cutovers += carrier.carry(travelling, from, 1 - from);
                    progress.at(
                            cutovers,
                            "%d freezes, %d cuts, %d intrusions refused, pause %s"
                                    .formatted(
                                            tormentor.freezes(),
                                            tormentor.cuts(),
                                            intruder.refusals(),
                                            carrier.pauses()));
                }
                freezes = tormentor.freezes();
                cuts = tormentor.cuts();
                intrusions = intruder.tries();
                refusals = intruder.refusals();
            }
            writers.forEach(LabProcess::stop);
            return new Verdict(
                    cutovers, freezes, cuts, intrusions, refusals, new Audit(rig).run(false));
        } finally {
            writers.forEach(LabProcess::close);
            lines.forEach(CuttableLine::close);
        }
    }

    private static List<List<String>> clocks(Settings settings) {
        if (!settings.wrongClocks) {
            return List.of(List.of());
        }
        SkewedClock clock = SkewedClock.compile(settings.folder);
        return SKEWS.stream().map(clock::by).toList();
    }

    private static WriterSettings writer(
            Rig rig, Settings settings, int number, CuttableLine line) {
        return new WriterSettings(
                "writer-" + number,
                "writer-" + number,
                line.address(),
                Rig.PASSWORDS.app(),
                Rig.PASSWORDS.scan(),
                rig.accounts(),
                0,
                2 * settings.buckets - 1,
                THREADS,
                settings.perSecond,
                READ_PERCENT,
                settings.seed + 1000L * number);
    }
}
