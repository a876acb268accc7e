package dev.plat.domains.check;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where names must lead, and who certifies them.
 *
 * @param edgeName what a CNAME points at, in lower case, without a final dot
 * @param addresses of the edge, in the order in which people are asked to set them
 * @param caaIdentities the CA's {@code caaIdentities}; empty for one that does not ask for CAA,
 *     such as the local one
 * @param accountUri ours at that CA (RFC 8657); null before there is one
 * @param validationMethods those we can go, as RFC 8657 names them
 */
public record Platform(
        String edgeName,
        List<InetAddress> addresses,
        List<String> caaIdentities,
        @Nullable String accountUri,
        Set<String> validationMethods) {

    public Platform {
        addresses = List.copyOf(addresses);
        caaIdentities = List.copyOf(caaIdentities);
        validationMethods = Set.copyOf(validationMethods);
    }

    boolean holds(InetAddress address) {
        return addresses.contains(address);
    }
}
