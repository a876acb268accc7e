package dev.plat.domains.registrar;

/**
 * Which order sends a command, at which of its steps, for the how-manieth time; the registry keeps
 * it beside what it carries out.
 *
 * @param order 1 to 40 characters
 * @param name {@code create}, {@code info} …
 * @param attempt from 1
 */
public record Step(String order, String name, int attempt) {

    private static final int LENGTH_MAX = 64;

    public Step {
        if (order.isBlank() || attempt < 1 || text(order, name, attempt).length() > LENGTH_MAX) {
            throw new IllegalArgumentException("order/step/try of " + LENGTH_MAX + " at most");
        }
    }

    /** As the registry sees it: {@code order/step/try}. */
    public String text() {
        return text(order, name, attempt);
    }

    private static String text(String order, String name, int attempt) {
        return order + "/" + name + "/" + attempt;
    }
}
