package dev.plat.hosting.serve;

import dev.plat.hosting.index.NameIndex;

/**
 * The URLs under which visitors find names: HTTPS where this node holds a certificate, and HTTP
 * until then.
 *
 * <p>Threads: safe; the ports are known once the server listens.
 */
final class Origins {

    private static final int HTTP = 80;
    private static final int HTTPS = 443;
    private static final int CLOSED = -1;

    private final NameIndex names;
    private volatile int clearPort = HTTP;
    private volatile int securePort = CLOSED;

    Origins(NameIndex names) {
        this.names = names;
    }

    void clearPort(int port) {
        clearPort = port;
    }

    void securePort(int port) {
        securePort = port;
    }

    /** Whether a handshake for this name finds a certificate here. */
    boolean secures(String host) {
        return securePort != CLOSED
                && (names.held(host) > 0 || names.held(NameIndex.wildcard(host)) > 0);
    }

    /** Scheme, host, and the port where it is not the usual one. */
    String of(String host) {
        return secures(host)
                ? "https://" + host + (securePort == HTTPS ? "" : ":" + securePort)
                : clear(host);
    }

    /** The same without TLS, whatever is held here. */
    String clear(String host) {
        return "http://" + host + (clearPort == HTTP ? "" : ":" + clearPort);
    }
}
