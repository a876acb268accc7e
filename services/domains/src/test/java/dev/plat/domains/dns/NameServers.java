package dev.plat.domains.dns;

import java.util.Map;

/**
 * Real name servers from Debian, for tests: BIND 9, Knot and PowerDNS, each a child process on a
 * free port of 127.0.0.1 with its data below {@code target/name-servers}, ended by its handle.
 *
 * <pre>{@code
 * try (NameServer bind = NameServers.bind().zone("shop.test", text).key("plat", secret).start()) { … }
 * }</pre>
 */
public final class NameServers {

    private NameServers() {}

    public static NameServerPlan bind() {
        return plan(NameServerKind.BIND);
    }

    public static NameServerPlan knot() {
        return plan(NameServerKind.KNOT);
    }

    /** With the sqlite3 backend and its HTTP API; keys do not apply to it. */
    public static NameServerPlan powerDns() {
        return plan(NameServerKind.POWERDNS);
    }

    /** A zone file of a SOA with serial 1, one name server and its address, and nothing else. */
    public static String plainZone(String name) {
        return """
        $ORIGIN %1$s.
        $TTL 300
        @ SOA ns1 hostmaster 1 3600 600 86400 60
        @ NS ns1
        ns1 A 127.0.0.1
        """
                .formatted(name);
    }

    private static NameServerPlan plan(NameServerKind kind) {
        return new NameServerPlan(kind, "127.0.0.1", 0, Map.of(), Map.of(), "");
    }
}
