package dev.plat.domains.claim;

/** Where visitors come to by HTTPS; it stands in links when it is not the usual one. */
record SecurePort(int number) {

    private static final int HTTPS = 443;

    String link(String name) {
        return "https://" + name + (number == HTTPS ? "" : ":" + number) + "/";
    }
}
