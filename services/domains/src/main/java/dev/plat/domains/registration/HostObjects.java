package dev.plat.domains.registration;

import dev.plat.domains.registrar.Change;
import dev.plat.domains.registrar.Purchase;
import dev.plat.domains.registrar.Registrar;
import dev.plat.domains.registrar.Reply;
import dev.plat.domains.registrar.Secret;
import dev.plat.domains.registrar.Step;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes our name servers known to the registry, which takes no name for a server that it does not
 * know. Where they are named below one of its own suffixes their domain must be ours there first.
 */
final class HostObjects {

    private static final Logger LOG = LoggerFactory.getLogger(HostObjects.class);
    private static final int YEARS = 10;
    private static final int EXISTS = 2302;

    private final Registrar registrar;
    private final SequencedMap<String, InetAddress> servers;
    private final List<String> suffixes;
    private final SecureRandom random;

    HostObjects(
            Registrar registrar,
            SequencedMap<String, InetAddress> servers,
            List<String> suffixes,
            SecureRandom random) {
        this.registrar = registrar;
        this.servers = servers;
        this.suffixes = List.copyOf(suffixes);
        this.random = random;
    }

    /** Whether the registry knows all of them now; if not, ask again later. */
    boolean known() {
        TreeSet<String> domains = new TreeSet<>();
        servers.keySet().forEach(server -> domain(server).ifPresent(domains::add));
        for (String domain : domains) {
            Purchase ours = Purchase.bare(domain, YEARS, Secret.random(random));
            if (!there("domain " + domain, registrar.create(ours, step("domain")))) {
                return false;
            }
        }
        for (Map.Entry<String, InetAddress> server : servers.entrySet()) {
            boolean inside = domain(server.getKey()).isPresent();
            List<String> addresses =
                    inside ? List.of(server.getValue().getHostAddress()) : List.of();
            Reply<?> reply = registrar.createHost(server.getKey(), addresses, step("host"));
            if (!there("name server " + server.getKey(), reply)) {
                return false;
            }
        }
        for (String domain : domains) {
            List<String> below =
                    servers.keySet().stream().filter(it -> it.endsWith("." + domain)).toList();
            // A refusal says that they stand there already.
            var _ = registrar.update(Change.of(domain).servers(below, List.of()), step("ns"));
        }
        return true;
    }

    private static boolean there(String what, Reply<?> reply) {
        return switch (reply) {
            case Reply.Done<?> _, Reply.Pending<?> _ -> true;
            case Reply.Unknown<?> _ -> false;
            case Reply.Refused<?>(int code, String reason) -> {
                if (code != EXISTS) {
                    LOG.error("the registry does not take our {}: {} {}", what, code, reason);
                }
                yield code == EXISTS;
            }
        };
    }

    /** The one below a suffix of this registry that holds the server; empty for none. */
    private Optional<String> domain(String server) {
        return suffixes.stream()
                .filter(suffix -> server.endsWith("." + suffix))
                .map(suffix -> {
                    String labels = server.substring(0, server.length() - suffix.length() - 1);
                    return labels.substring(labels.lastIndexOf('.') + 1) + "." + suffix;
                })
                .findFirst();
    }

    private static Step step(String name) {
        return new Step("name-servers", name, 1);
    }
}
