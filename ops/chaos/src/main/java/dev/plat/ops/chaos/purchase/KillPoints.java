package dev.plat.ops.chaos.purchase;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The points at which one process can be killed: those it has said to come by, and at which of them
 * it was killed, both read from what it writes.
 *
 * <p>Threads: safe.
 */
final class KillPoints {

    /** Says of each point once that it is there. */
    static final String NOTING = "note:*#1";

    private static final int OFTEN = 5;
    private static final Pattern SAID = Pattern.compile("plat-control (\\S+) (note|kill)");

    private final ServiceProcess process;
    private final Set<String> only;
    private final Map<String, Integer> kills = new TreeMap<>();
    private final Map<String, Integer> lives = new TreeMap<>();
    private long read;

    /**
     * @param known of which it is known without its saying so
     * @param only the points that count; empty: all
     */
    KillPoints(ServiceProcess process, Collection<String> known, Set<String> only) {
        this.process = process;
        this.only = only;
        for (String point : known) {
            if (counts(point)) {
                kills.put(point, 0);
                lives.put(point, OFTEN);
            }
        }
    }

    ServiceProcess process() {
        return process;
    }

    private boolean counts(String point) {
        return only.isEmpty() || only.contains(point);
    }

    /** Reads on where it ended. */
    synchronized void look() {
        try (RandomAccessFile log = new RandomAccessFile(process.log().toFile(), "r")) {
            byte[] more = new byte[Math.toIntExact(log.length() - read)];
            log.seek(read);
            log.readFully(more);
            String text = new String(more, StandardCharsets.ISO_8859_1);
            int whole = text.lastIndexOf('\n') + 1;
            read += whole;
            Matcher said = SAID.matcher(text.substring(0, whole));
            while (said.find()) {
                if (!counts(said.group(1))) {
                    continue;
                }
                boolean kill = said.group(2).equals("kill");
                kills.merge(said.group(1), kill ? 1 : 0, Integer::sum);
                lives.merge(said.group(1), kill ? 0 : 1, Integer::sum);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** At which it was not killed yet. */
    synchronized List<String> unmet() {
        return kills.entrySet().stream()
                .filter(point -> point.getValue() == 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Those by which it came in several of its lives, and never died there. */
    synchronized List<String> missed() {
        return unmet().stream().filter(point -> lives.getOrDefault(point, 0) >= OFTEN).toList();
    }

    /** Some of those that were not met, or of all when each was. */
    synchronized List<String> next(Random random, int most) {
        return some(unmet().isEmpty() ? kills.keySet() : unmet(), random, most);
    }

    /** Some of all. */
    synchronized List<String> any(Random random, int most) {
        return some(kills.keySet(), random, most);
    }

    private static List<String> some(Collection<String> of, Random random, int most) {
        List<String> points = new ArrayList<>(of);
        Collections.shuffle(points, random);
        return points.subList(0, Math.min(most, points.size()));
    }

    synchronized Map<String, Integer> kills() {
        return new TreeMap<>(kills);
    }

    /** 0 also where it never came by. */
    synchronized int kills(String point) {
        return kills.getOrDefault(point, 0);
    }

    /** How often it was gone; threads that reach their points together die one death. */
    int killed() {
        return process.deaths();
    }
}
