package dev.plat.domains;

import dev.plat.domains.dns.DnsName;
import dev.plat.domains.zone.NameServers;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Who answers for the zones of names that are bought here, under {@code plat.dns.*}.
 *
 * @param provider {@code none}, {@code embedded}, {@code rfc2136} or {@code powerdns}
 * @param addresses of the name servers, which zones name {@code ns1}, {@code ns2} … below the
 *     domain of published sites
 * @param port of all of them
 * @param folder where the embedded one keeps its copies
 * @param server of rfc2136: who takes the updates, {@code address:port}
 * @param tsigName of rfc2136: the key's name; the key is the secret {@code dns.tsig}
 * @param url of powerdns: its API; the key is the secret {@code dns.powerdns}
 */
@ConfigurationProperties("plat.dns")
record DnsConfig(
        @Bindable(defaultValue = "none") String provider,
        @Bindable(defaultValue = "") List<String> addresses,
        @Bindable(defaultValue = "53") int port,
        @Nullable Path folder,
        @Nullable String server,
        @Nullable String tsigName,
        @Nullable URI url) {

    NameServers nameServers(String domain) {
        SequencedMap<DnsName, InetAddress> servers = new LinkedHashMap<>();
        for (InetAddress address : inetAddresses()) {
            servers.put(DnsName.of("ns" + (servers.size() + 1) + "." + domain), address);
        }
        return new NameServers(servers);
    }

    /**
     * @throws PlatException {@code config-invalid} when there is none
     */
    List<InetAddress> inetAddresses() {
        List<InetAddress> given =
                addresses.stream()
                        .map(String::strip)
                        .filter(text -> !text.isEmpty())
                        .map(text -> address("plat.dns.addresses", text))
                        .toList();
        if (given.isEmpty()) {
            throw invalid("plat.dns.addresses", "", "one IP address for each name server");
        }
        return given;
    }

    List<InetSocketAddress> sockets() {
        return inetAddresses().stream()
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    InetSocketAddress primary() {
        String text = given("plat.dns.server", server);
        int colon = text.lastIndexOf(':');
        try {
            return new InetSocketAddress(
                    address("plat.dns.server", text.substring(0, Math.max(0, colon))),
                    Integer.parseInt(text.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw invalid("plat.dns.server", text, "address:port").causedBy(e);
        }
    }

    static <T> T given(String setting, @Nullable T value) {
        if (value == null) {
            throw invalid(setting, "", "a value, for this plat.dns.provider");
        }
        return value;
    }

    private static InetAddress address(String setting, String text) {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw invalid(setting, text, "an IP address").causedBy(e);
        }
    }

    private static PlatException invalid(String setting, String value, String expected) {
        return new PlatException(
                ErrorCode.CONFIG_INVALID,
                "A setting cannot be used.",
                "setting",
                setting,
                "value",
                value,
                "expected",
                expected);
    }
}
