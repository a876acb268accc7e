package dev.plat.checkout.pages;

/** Nobody knows who looks at this page: the dashboard does, and sends them back. */
final class EnterFirst extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String to;

    /**
     * @param to the page that was wanted
     */
    EnterFirst(String to) {
        super(to, null, false, false);
        this.to = to;
    }

    String to() {
        return to;
    }
}
