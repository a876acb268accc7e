package dev.plat.domains.check;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whom to ask, and what may be asked.
 *
 * @param resolver a validating one: what it says is what visitors see; null on a machine that has
 *     none, and then what the authoritative servers say is taken for it
 * @param roots where the walk begins: the servers of a zone, by its name; "" is the root. The
 *     deepest zone that a name is in counts
 * @param serverPort of name servers: 53, but for tests and the local cluster
 * @param probePort of the web: 80, likewise
 * @param privateAddresses whether name servers and web servers at private addresses are asked, as
 *     in the local profile only: elsewhere anybody could have our own network asked
 * @param ipv6 whether this machine reaches the IPv6 internet
 */
public record CheckSettings(
        Platform platform,
        @Nullable InetSocketAddress resolver,
        Map<String, List<InetAddress>> roots,
        int serverPort,
        int probePort,
        boolean privateAddresses,
        boolean ipv6) {

    public CheckSettings {
        roots = Map.copyOf(roots);
    }
}
