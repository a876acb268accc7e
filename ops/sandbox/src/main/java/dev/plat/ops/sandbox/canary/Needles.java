package dev.plat.ops.sandbox.canary;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds any of many byte strings in one pass over a stream of any length, whole or across blocks:
 * the automaton of A. Aho and M. Corasick, "Efficient string matching" (CACM 18, 1975), with its
 * failures resolved beforehand, so that each byte costs one look into an array.
 *
 * <p>Threads: safe; a search is for one.
 */
public final class Needles {

    private static final int BYTES = 256;
    private static final int BLOCK = 1 << 20;

    private final List<int[]> next = new ArrayList<>();
    private final List<@Nullable String> named = new ArrayList<>();
    private final int[][] table;

    /** One was there. */
    public record Hit(String needle, long position) {}

    private Needles(Map<String, byte[]> needles) {
        node();
        needles.forEach(this::add);
        table = resolved();
    }

    /**
     * All shapes of some numbers; a hit is called by the number's last four digits and the shape.
     */
    public static Needles of(List<String> numbers) {
        Map<String, byte[]> all = new LinkedHashMap<>();
        for (String number : numbers) {
            String name = "…" + number.substring(number.length() - 4) + " ";
            Disguise.all(number).forEach((shape, bytes) -> all.put(name + shape, bytes));
        }
        return new Needles(all);
    }

    private int node() {
        int[] edges = new int[BYTES];
        Arrays.fill(edges, -1);
        next.add(edges);
        named.add(null);
        return next.size() - 1;
    }

    private void add(String name, byte[] needle) {
        int at = 0;
        for (byte each : needle) {
            int symbol = Byte.toUnsignedInt(each);
            if (next.get(at)[symbol] < 0) {
                next.get(at)[symbol] = node();
            }
            at = next.get(at)[symbol];
        }
        named.set(at, name);
    }

    private int[][] resolved() {
        int[] failure = new int[next.size()];
        Deque<Integer> level = new ArrayDeque<>();
        for (int symbol = 0; symbol < BYTES; symbol++) {
            int[] root = next.getFirst();
            if (root[symbol] < 0) {
                root[symbol] = 0;
            } else {
                level.add(root[symbol]);
            }
        }
        while (!level.isEmpty()) {
            int at = level.remove();
            int[] edges = next.get(at);
            if (named.get(at) == null) {
                named.set(at, named.get(failure[at]));
            }
            for (int symbol = 0; symbol < BYTES; symbol++) {
                int other = next.get(failure[at])[symbol];
                if (edges[symbol] < 0) {
                    edges[symbol] = other;
                } else {
                    failure[edges[symbol]] = other;
                    level.add(edges[symbol]);
                }
            }
        }
        return next.toArray(int[][]::new);
    }

    /** Up to so many hits; the stream is read to its end, or to the last of them. */
    public List<Hit> search(InputStream in, int most) throws IOException {
        List<Hit> hits = new ArrayList<>();
        byte[] block = new byte[BLOCK];
        int state = 0;
        long position = 0;
        for (int count = in.read(block); count > 0; count = in.read(block)) {
            for (int i = 0; i < count; i++) {
                state = table[state][block[i] & 0xFF];
                String found = named.get(state);
                if (found != null) {
                    hits.add(new Hit(found, position + i));
                    if (hits.size() == most) {
                        return hits;
                    }
                }
            }
            position += count;
        }
        return hits;
    }
}
