package dev.plat.domains;

import dev.plat.domains.check.CheckSettings;
import dev.plat.domains.check.Platform;
import dev.plat.schemas.PlatException;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where names must lead and whom to ask about them, under {@code plat.domains.*}.
 *
 * @param edgeName what a CNAME points at
 * @param edgeAddresses for bare names, which cannot have one
 * @param caaIdentities of the CA; none for one that does not ask for CAA
 * @param resolver a validating one, {@code address:port}; or {@code none} on a machine without one,
 *     where what authoritative servers say is taken for what visitors see: old answers in caches
 *     and broken signatures are then not found
 * @param roots where the walk begins, each {@code zone=address}, the root as {@code .=address}
 * @param serverPort of name servers
 * @param probePort of the web
 * @param privateAddresses whether private addresses are asked, on one machine only
 * @param ipv6 whether this machine reaches the IPv6 internet
 */
@ConfigurationProperties("plat.domains")
record CheckConfig(
        @Bindable(defaultValue = "edge.plat-sites.localhost") String edgeName,
        @Bindable(defaultValue = "127.0.0.1") List<String> edgeAddresses,
        @Bindable(defaultValue = "") List<String> caaIdentities,
        @Bindable(defaultValue = "127.0.0.1:53") String resolver,
        @Bindable(
                        defaultValue =
                                ".=198.41.0.4,.=170.247.170.2,.=192.33.4.12,.=199.7.91.13,"
                                        + ".=192.203.230.10,.=192.5.5.241,.=192.112.36.4,"
                                        + ".=198.97.190.53,.=192.36.148.17,.=192.58.128.30,"
                                        + ".=193.0.14.129,.=199.7.83.42,.=202.12.27.33")
                List<String> roots,
        @Bindable(defaultValue = "53") int serverPort,
        @Bindable(defaultValue = "80") int probePort,
        @Bindable(defaultValue = "false") boolean privateAddresses,
        @Bindable(defaultValue = "false") boolean ipv6) {

    Platform platform() {
        return new Platform(
                edgeName,
                given(edgeAddresses).stream().map(CheckConfig::address).toList(),
                given(caaIdentities),
                null,
                Set.of("http-01", "tls-alpn-01", "dns-01"));
    }

    CheckSettings settings() {
        return new CheckSettings(
                platform(),
                resolverAddress(),
                zones(),
                serverPort,
                probePort,
                privateAddresses,
                ipv6);
    }

    private @Nullable InetSocketAddress resolverAddress() {
        if (resolver.equals("none")) {
            return null;
        }
        int colon = resolver.lastIndexOf(':');
        return new InetSocketAddress(
                address(resolver.substring(0, Math.max(0, colon))),
                port(resolver.substring(colon + 1)));
    }

    private Map<String, List<InetAddress>> zones() {
        Map<String, List<InetAddress>> zones = new HashMap<>();
        for (String root : given(roots)) {
            int equals = root.indexOf('=');
            String zone = root.substring(0, Math.max(0, equals));
            zones.computeIfAbsent(zone.equals(".") ? "" : zone, _ -> new ArrayList<>())
                    .add(address(root.substring(equals + 1)));
        }
        return zones;
    }

    private static List<String> given(List<String> texts) {
        return texts.stream().map(String::strip).filter(text -> !text.isEmpty()).toList();
    }

    private static InetAddress address(String text) {
        try {
            return InetAddress.ofLiteral(text.strip());
        } catch (IllegalArgumentException e) {
            throw PlatException.invalidField("plat.domains", text, "an IP address").causedBy(e);
        }
    }

    private static int port(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw PlatException.invalidField("plat.domains.resolver", text, "address:port")
                    .causedBy(e);
        }
    }
}
