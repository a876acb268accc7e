package dev.plat.ops.bench.router;

import java.nio.file.Path;
import java.util.Optional;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * What JMH found in a JVM of its own.
 *
 * @param spread half of JMH's interval of 99.9 %
 */
public record LookUps(double nanos, double spread, double bytes) {

    static LookUps measure(String zooKeeper, Path folder, boolean quick) {
        OptionsBuilder options = new OptionsBuilder();
        options.include(LookUp.class.getName() + "\\.")
                .forks(quick ? 1 : 2)
                .warmupIterations(quick ? 1 : 3)
                .measurementIterations(quick ? 2 : 5)
                .warmupTime(TimeValue.milliseconds(quick ? 200 : 1000))
                .measurementTime(TimeValue.milliseconds(quick ? 200 : 1000))
                .addProfiler(GCProfiler.class)
                .verbosity(VerboseMode.SILENT)
                .jvmArgsAppend(
                        "-D" + LookUp.ZOOKEEPER + "=" + zooKeeper,
                        "-D" + LookUp.FOLDER + "=" + folder.resolve("look-up"));
        try {
            RunResult result = new Runner(options.build()).runSingle();
            return new LookUps(
                    result.getPrimaryResult().getScore(),
                    result.getPrimaryResult().getScoreError(),
                    Optional.ofNullable(result.getSecondaryResults().get("gc.alloc.rate.norm"))
                            .orElseThrow()
                            .getScore());
        } catch (RunnerException e) {
            throw new IllegalStateException("JMH did not run", e);
        }
    }
}
