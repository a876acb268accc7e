package dev.plat.domains.dns.answer;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Which records of a zone answer a question: RFC 1034 §4.3.2 with the wildcards of RFC 4592. From
 * the top: a delegation on the way wins over everything below it, except that the DS at a cut is
 * ours (RFC 4035 §3.1.4.1). A name that exists answers for itself, even with nothing. Else the
 * wildcard below the closest name that exists speaks in its place. An alias is followed inside the
 * zone, and the code is that of the last name (RFC 6604).
 */
final class Lookup {

    /** A chain longer than this is cut; the asker goes on by itself. */
    private static final int ALIASES_MAX = 16;

    private Lookup() {}

    /** The name is in the zone. */
    static Reply of(AnswerZone zone, Name asked, int type) {
        List<Record> answer = new ArrayList<>();
        Set<Name> seen = new HashSet<>();
        Name name = asked;
        while (seen.add(name) && seen.size() <= ALIASES_MAX + 1) {
            List<Record> servers = zone.delegation(name);
            if (!servers.isEmpty() && !isOurs(servers, name, type)) {
                boolean ours = !answer.isEmpty();
                return new Reply(Rcode.NOERROR, ours, answer, servers, zone.addresses(servers));
            }
            Optional<Map<Integer, List<Record>>> node = find(zone, name);
            if (node.isEmpty()) {
                return negative(Rcode.NXDOMAIN, answer, zone);
            }
            List<Record> found = set(node.get(), type);
            if (!found.isEmpty()) {
                addAll(answer, found, name);
                return positive(answer);
            }
            List<Record> alias = node.get().getOrDefault(Type.CNAME, List.of());
            if (alias.isEmpty()) {
                return negative(Rcode.NOERROR, answer, zone);
            }
            addAll(answer, alias, name);
            name = ((CNAMERecord) alias.getFirst()).getTarget();
            if (!zone.holds(name)) {
                return positive(answer);
            }
        }
        return positive(answer);
    }

    private static Optional<Map<Integer, List<Record>>> find(AnswerZone zone, Name name) {
        return zone.node(name).or(() -> zone.wildcard(name));
    }

    private static boolean isOurs(List<Record> servers, Name name, int type) {
        return type == Type.DS && servers.getFirst().getName().equals(name);
    }

    /** To ANY one set is enough (RFC 8482 §4.1): whoever wants all of them wants to hurt others. */
    private static List<Record> set(Map<Integer, List<Record>> node, int type) {
        if (type != Type.ANY) {
            return node.getOrDefault(type, List.of());
        }
        return node.keySet().stream().sorted().findFirst().map(node::get).orElse(List.of());
    }

    private static void addAll(List<Record> answer, List<Record> found, Name owner) {
        for (Record record : found) {
            answer.add(AnswerZone.owned(record, owner));
        }
    }

    private static Reply positive(List<Record> answer) {
        return new Reply(Rcode.NOERROR, true, answer, List.of(), List.of());
    }

    private static Reply negative(int rcode, List<Record> answer, AnswerZone zone) {
        return new Reply(rcode, true, answer, List.of(zone.negativeSoa()), List.of());
    }
}
