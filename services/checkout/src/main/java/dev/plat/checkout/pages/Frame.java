package dev.plat.checkout.pages;

/**
 * What all pages have in common.
 *
 * @param here the page in the menu that this one is; empty: none of them
 * @param app origin of the dashboard
 * @param token which forms carry back
 * @param chosen how many lines the cart has
 * @param who the e-mail address of whom it is shown to; empty: it is not known
 */
public record Frame(String here, String app, String token, int chosen, String who) {

    /** For {@code aria-current}; null leaves it out. */
    public @org.jspecify.annotations.Nullable String current(String path) {
        return path.equals(here) ? "page" : null;
    }
}
