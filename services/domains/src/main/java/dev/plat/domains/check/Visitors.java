package dev.plat.domains.check;

import dev.plat.domains.check.Observations.CaaStep;
import dev.plat.domains.check.Observations.Chain;
import dev.plat.domains.check.Observations.VisitorView;
import dev.plat.router.core.Deadline;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Type;

/**
 * Asks what visitors see, and a CA.
 *
 * <p>Threads: safe; waits for answers.
 */
final class Visitors {

    private static final int HOPS_MAX = 8;

    private final Resolving resolving;

    Visitors(Resolving resolving) {
        this.resolving = resolving;
    }

    VisitorView see(String name, String registered, Deadline deadline) {
        Reply v4 = ask(name, Type.A, false, deadline);
        Reply v6 = ask(name, Type.AAAA, false, deadline);
        if (v4.status() == Reply.Status.SERVER_FAILURE) {
            Reply unchecked = ask(name, Type.A, true, deadline);
            List<String> ds =
                    ask(registered, Type.DS, true, deadline)
                            .data(Rr.Other.class)
                            .map(Rr.Other::text)
                            .filter(text -> text.startsWith("DS "))
                            .toList();
            Reply none = Reply.none(Reply.Status.NOT_ASKED);
            return new VisitorView(v4, v6, none, unchecked.status(), ds, hopByHop(name, deadline));
        }
        return new VisitorView(
                v4,
                v6,
                ask(name, Type.HTTPS, false, deadline),
                Reply.Status.NOT_ASKED,
                List.of(),
                chain(name, v4, v6));
    }

    /** RFC 8659: from the name up to its top-level domain, until a set is found. */
    List<CaaStep> climb(String name, Deadline deadline) {
        List<CaaStep> steps = new ArrayList<>();
        String at = name;
        while (!at.isEmpty()) {
            Reply reply = ask(at, Type.CAA, false, deadline);
            steps.add(new CaaStep(at, reply));
            if (!reply.usable() || reply.data(Rr.Caa.class).findAny().isPresent()) {
                return steps;
            }
            int dot = at.indexOf('.');
            at = dot < 0 ? "" : at.substring(dot + 1);
        }
        return steps;
    }

    private Reply ask(String name, int type, boolean unchecked, Deadline deadline) {
        return resolving.ask(name, type, unchecked, deadline);
    }

    private static Chain chain(String name, Reply v4, Reply v6) {
        Map<String, String> aliases = new HashMap<>();
        for (Reply reply : List.of(v4, v6)) {
            for (Rr record : reply.answer()) {
                if (record.data() instanceof Rr.Alias alias) {
                    aliases.put(record.owner(), alias.target());
                }
            }
        }
        Set<String> hops = new LinkedHashSet<>();
        String at = aliases.get(name);
        while (at != null && hops.add(at) && hops.size() <= HOPS_MAX) {
            at = aliases.get(at);
        }
        return new Chain(List.copyOf(hops), end(at, hops, v4, v6));
    }

    private static Chain.End end(@Nullable String next, Set<String> hops, Reply v4, Reply v6) {
        if (hops.size() > HOPS_MAX) {
            return Chain.End.TOO_LONG;
        }
        if (next != null) {
            return Chain.End.LOOP;
        }
        boolean dead =
                !hops.isEmpty()
                        && v4.usable()
                        && v4.addresses().isEmpty()
                        && v6.addresses().isEmpty();
        return dead ? Chain.End.DEAD : Chain.End.REACHED;
    }

    /** Where the resolver gives up on the whole, each link may still be told. */
    private Chain hopByHop(String name, Deadline deadline) {
        Set<String> hops = new LinkedHashSet<>();
        String at = name;
        while (hops.size() <= HOPS_MAX) {
            String owner = at;
            String next =
                    ask(owner, Type.CNAME, true, deadline)
                            .dataAt(owner, Rr.Alias.class)
                            .map(Rr.Alias::target)
                            .findFirst()
                            .orElse("");
            if (next.isEmpty()) {
                return new Chain(List.copyOf(hops), Chain.End.REACHED);
            }
            if (!hops.add(next) || next.equals(name)) {
                return new Chain(List.copyOf(hops), Chain.End.LOOP);
            }
            at = next;
        }
        return new Chain(List.copyOf(hops), Chain.End.TOO_LONG);
    }
}
