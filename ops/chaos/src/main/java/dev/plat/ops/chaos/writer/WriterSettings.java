package dev.plat.ops.chaos.writer;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a writer process is told, as system properties below {@code plat.writer.}.
 *
 * @param name of this life of the writer; stands in every key it writes
 * @param router whose registry snapshot it has: the same for all lives of one router
 * @param folder of its account, its latencies and the snapshot
 * @param first of its buckets
 * @param last of its buckets
 * @param threads that work at the same time
 * @param perSecond operations of all threads together; 0 is as fast as they come
 * @param readPercent of the operations
 * @param seed of its choices
 */
public record WriterSettings(
        String name,
        String router,
        String zooKeeper,
        String appPassword,
        String scanPassword,
        Path folder,
        int first,
        int last,
        int threads,
        int perSecond,
        int readPercent,
        long seed) {

    private static final String PREFIX = "plat.writer.";

    static WriterSettings ofSystemProperties() {
        return new WriterSettings(
                text("name"),
                text("router"),
                text("zookeeper"),
                text("app-password"),
                text("scan-password"),
                Path.of(text("folder")),
                number("first"),
                number("last"),
                number("threads"),
                number("per-second"),
                number("read-percent"),
                Long.parseLong(text("seed")));
    }

    /** The arguments of a JVM that is to run {@link WriterMain} so. */
    public List<String> arguments() {
        List<String> line = new ArrayList<>();
        Map.ofEntries(
                        Map.entry("name", name),
                        Map.entry("router", router),
                        Map.entry("zookeeper", zooKeeper),
                        Map.entry("app-password", appPassword),
                        Map.entry("scan-password", scanPassword),
                        Map.entry("folder", folder.toString()),
                        Map.entry("first", Integer.toString(first)),
                        Map.entry("last", Integer.toString(last)),
                        Map.entry("threads", Integer.toString(threads)),
                        Map.entry("per-second", Integer.toString(perSecond)),
                        Map.entry("read-percent", Integer.toString(readPercent)),
                        Map.entry("seed", Long.toString(seed)))
                .forEach((key, value) -> line.add("-D" + PREFIX + key + "=" + value));
        line.add(WriterMain.class.getName());
        return line;
    }

    private static String text(String key) {
        String value = System.getProperty(PREFIX + key);
        if (value == null) {
            throw new IllegalArgumentException(PREFIX + key + " is missing");
        }
        return value;
    }

    private static int number(String key) {
        return Integer.parseInt(text(key));
    }
}
