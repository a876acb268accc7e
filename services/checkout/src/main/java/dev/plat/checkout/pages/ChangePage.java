package dev.plat.checkout.pages;

import dev.plat.checkout.call.Billing;
import java.util.List;

/**
 * To what a plan can be changed, and what each would come to.
 *
 * @param current what it is now, in words
 * @param problem why the last one was not made; empty: none was tried
 */
public record ChangePage(
        String subscription, String current, String problem, List<Option> options) {

    /**
     * One price.
     *
     * @param heading plan and interval
     * @param sentence what happens, and when
     * @param facts what it comes to; empty when nothing is charged
     * @param shown what the owner agrees to
     * @param button what agreeing says
     */
    public record Option(
            String price,
            String heading,
            List<String> limits,
            String sentence,
            List<Fact> facts,
            Billing.Shown shown,
            String button) {}

    /** A sum and what it is. */
    public record Fact(String what, String sum) {}
}
