package dev.plat.domains.check;

import dev.plat.router.core.Deadline;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What a resolver with an empty cache would say, asked of those who hold the zones; CNAMEs are
 * followed. For machines that have no resolver: signatures are not looked at, and nobody sees what
 * old answers visitors may still have.
 *
 * <p>Threads: safe; waits for answers.
 */
final class AtTheSource implements Resolving {

    /** As a resolver would: the end of a longer chain does not count. */
    private static final int ALIASES_MAX = 9;

    private final Walk walk;
    private final RandomGenerator random;

    AtTheSource(Walk walk, RandomGenerator random) {
        this.walk = walk;
        this.random = random;
    }

    @Override
    public Reply ask(String name, int type, boolean unchecked, Deadline deadline) {
        return ask(name, type, 0, deadline);
    }

    /**
     * The same for a walk that needs it.
     *
     * @param depth how many walks wait for this one
     */
    Reply ask(String name, int type, int depth, Deadline deadline) {
        List<Rr> answer = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        String at = name;
        Reply last = one(at, type, depth, deadline);
        while (seen.add(at) && seen.size() <= ALIASES_MAX) {
            String asked = at;
            List<Rr> here = last.at(asked).toList();
            answer.addAll(here);
            Optional<String> next =
                    here.stream()
                            .map(Rr::data)
                            .filter(Rr.Alias.class::isInstance)
                            .map(data -> ((Rr.Alias) data).target())
                            .findFirst();
            if (next.isEmpty() || !last.usable()) {
                break;
            }
            at = next.get();
            if (!seen.contains(at)) {
                last = one(at, type, depth, deadline);
            }
        }
        return new Reply(last.status(), false, answer, last.authority(), List.of());
    }

    /** Of one name, without what a CNAME leads to. */
    private Reply one(String name, int type, int depth, Deadline deadline) {
        return switch (walk.holding(name, depth, deadline)) {
            case Walk.Nowhere _ -> Reply.none(Reply.Status.NO_NAME);
            case Walk.Silent _ -> Reply.none(Reply.Status.SILENT);
            case Walk.In in -> any(in.zone(), name, type, deadline);
        };
    }

    private Reply any(Walk.Zone zone, String name, int type, Deadline deadline) {
        List<Walk.Server> servers = new ArrayList<>(zone.servers());
        Collections.shuffle(servers, Random.from(random));
        Reply last = Reply.none(Reply.Status.SILENT);
        for (Walk.Server server : servers) {
            last = walk.ask(server, name, type, deadline);
            if (last.proper()) {
                return last;
            }
        }
        return Reply.none(last.usable() ? Reply.Status.SILENT : last.status());
    }
}
