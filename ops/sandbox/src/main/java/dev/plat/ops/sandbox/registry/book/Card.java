package dev.plat.ops.sandbox.registry.book;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the public may know of a name.
 *
 * @param statuses EPP's
 * @param grace RFC 3915's
 * @param ds each as tag, algorithm, digest type and digest
 */
public record Card(
        String name,
        String handle,
        String registrar,
        Set<String> statuses,
        Set<String> grace,
        Instant created,
        Optional<Instant> updated,
        Instant expires,
        Set<String> servers,
        List<String> ds) {

    /** What the zone says of one name. */
    public record Delegation(String name, Set<String> servers, List<String> ds) {}

    /**
     * A zone of the registry.
     *
     * @param serial rises with each change of the book
     * @param glue the addresses of hosts below names of this zone
     */
    public record Zone(
            String name,
            long serial,
            List<Delegation> delegations,
            Map<String, List<String>> glue) {}
}
