package dev.plat.checkout.pages;

import org.jspecify.annotations.Nullable;

/**
 * Looking for a name.
 *
 * @param wanted what was typed; empty: nothing yet
 * @param site which it shall lead to; empty: none yet
 * @param endings those that are sold, with what a year costs
 * @param found null when nothing was looked for
 * @param problem why it is no name; null when it is one
 */
public record NamesPage(
        String wanted,
        String site,
        java.util.List<Ending> endings,
        @Nullable Found found,
        @Nullable String problem) {

    public record Ending(String ending, String price) {}

    /**
     * What became of it.
     *
     * @param price of the catalogue, by which a year is sold; null when it cannot be had
     * @param year what a year costs
     * @param sentence why it cannot be had
     */
    public record Found(
            String name, String display, @Nullable String price, String year, String sentence) {}
}
