package dev.plat.ops.chaos.purchase;

import java.util.List;

/** What buyers type. */
final class Numbers {

    static final String GOOD = "4242424242424242";
    static final String CHALLENGE = "4000002760003184";

    /** One that no provider has published: nobody may keep it, the provider neither. */
    static final String REAL = "4539578763621486";

    /** All published ones that are ever typed, bare. */
    static final List<String> TYPED =
            List.of(
                    GOOD,
                    "5555555555554444",
                    "378282246310005",
                    "4000000000000002",
                    "4000000000009995",
                    CHALLENGE);

    private static final List<String> GOODS =
            List.of(GOOD, "4242 4242 4242 4242", "5555-5555-5555-4444", "3782 822463 10005");
    private static final List<String> DECLINED = List.of("4000000000000002", "4000000000009995");

    private Numbers() {}

    static String good(int draw) {
        return GOODS.get(Math.floorMod(draw, GOODS.size()));
    }

    static String declined(int draw) {
        return DECLINED.get(Math.floorMod(draw, DECLINED.size()));
    }
}
