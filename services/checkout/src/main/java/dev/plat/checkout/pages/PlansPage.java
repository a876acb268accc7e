package dev.plat.checkout.pages;

/**
 * What can be subscribed to.
 *
 * @param current name of the plan the account is on
 * @param taken whether another is chosen by changing this one
 * @param limits of what the account is on, in words
 */
public record PlansPage(
        String current, boolean taken, java.util.List<String> limits, java.util.List<Plan> plans) {

    /**
     * A plan.
     *
     * @param limits in words
     * @param mine whether the account is on it
     */
    public record Plan(
            String id,
            String name,
            java.util.List<String> limits,
            boolean mine,
            java.util.List<Price> prices) {}

    public record Price(String id, String sum, String interval) {}
}
