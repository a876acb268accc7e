package dev.plat.router.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Where a {@link SeededTest} draws from. The same seed draws the same. Its text is {@code
 * <hex>:<limit>}; the limit cuts the length of everything that has one, which is how a failing case
 * is shortened.
 *
 * <p>Threads: for one.
 */
public final class Seed {

    static final int UNLIMITED = 1 << 20;

    private final long value;
    private final int limit;
    private final RandomGenerator random;

    Seed(long value, int limit) {
        this.value = value;
        this.limit = limit;
        this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(value);
    }

    static Seed parse(String text) {
        String[] parts = text.split(":", 2);
        return new Seed(
                Long.parseUnsignedLong(parts[0], 16),
                parts.length == 1 ? UNLIMITED : Integer.parseInt(parts[1]));
    }

    public RandomGenerator random() {
        return random;
    }

    /** Both ends included. */
    public int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    public <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** A length from 0 to {@code most}, shortened first when a case fails. */
    public int length(int most) {
        return Math.min(limit, between(0, most));
    }

    public byte[] bytes(int lengthMax) {
        byte[] bytes = new byte[length(lengthMax)];
        random.nextBytes(bytes);
        return bytes;
    }

    public <T> List<T> list(int lengthMax, Supplier<T> element) {
        int length = length(lengthMax);
        List<T> list = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            list.add(element.get());
        }
        return list;
    }

    Seed limitedTo(int length) {
        return new Seed(value, length);
    }

    @Override
    public String toString() {
        String hex = Long.toHexString(value);
        return limit == UNLIMITED ? hex : hex + ":" + limit;
    }
}
