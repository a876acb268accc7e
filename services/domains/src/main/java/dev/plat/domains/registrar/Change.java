package dev.plat.domains.registrar;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What shall be other about a name.
 *
 * @param addStatuses a registrar's own: {@code clientHold}, {@code clientTransferProhibited} …
 */
public record Change(
        String name,
        List<String> addServers,
        List<String> dropServers,
        Set<String> addStatuses,
        Set<String> dropStatuses,
        List<Ds> addDs,
        List<Ds> dropDs,
        Optional<String> owner,
        Optional<Secret> code) {

    public Change {
        addServers = List.copyOf(addServers);
        dropServers = List.copyOf(dropServers);
        addStatuses = Set.copyOf(addStatuses);
        dropStatuses = Set.copyOf(dropStatuses);
        addDs = List.copyOf(addDs);
        dropDs = List.copyOf(dropDs);
    }

    /** No change yet. */
    public static Change of(String name) {
        return new Change(
                name,
                List.of(),
                List.of(),
                Set.of(),
                Set.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    public Change servers(List<String> add, List<String> drop) {
        return new Change(name, add, drop, addStatuses, dropStatuses, addDs, dropDs, owner, code);
    }

    public Change statuses(Set<String> add, Set<String> drop) {
        return new Change(name, addServers, dropServers, add, drop, addDs, dropDs, owner, code);
    }

    public Change ds(List<Ds> add, List<Ds> drop) {
        return new Change(
                name, addServers, dropServers, addStatuses, dropStatuses, add, drop, owner, code);
    }

    public Change code(Secret to) {
        return new Change(
                name,
                addServers,
                dropServers,
                addStatuses,
                dropStatuses,
                addDs,
                dropDs,
                owner,
                Optional.of(to));
    }
}
