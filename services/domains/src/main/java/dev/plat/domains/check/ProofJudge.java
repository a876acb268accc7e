package dev.plat.domains.check;

import dev.plat.domains.check.Observations.Delegation;
import dev.plat.domains.check.Observations.ProofView;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether the name is proven. Only a TXT record of the very place counts: what a CNAME leads to is
 * somebody else's word, since a wildcard would lead every such place into our own zone.
 */
final class ProofJudge {

    /** Delegation proves by exactly this many servers. */
    private static final int OWN_SERVERS = 2;

    private final CheckRequest request;
    private final Observations observations;

    ProofJudge(CheckRequest request, Observations observations) {
        this.request = request;
        this.observations = observations;
    }

    Seen seen() {
        if (delegatedToOwn()) {
            return Seen.YES;
        }
        List<Seen> each = observations.proofs().stream().map(ProofJudge::seen).toList();
        if (each.contains(Seen.YES)) {
            return Seen.YES;
        }
        return each.contains(Seen.UNKNOWN) || each.isEmpty() ? Seen.UNKNOWN : Seen.NO;
    }

    List<Finding> findings() {
        if (seen() == Seen.YES || observations.proofs().isEmpty()) {
            return List.of();
        }
        // The first is the one that people were asked to set.
        ProofView asked = observations.proofs().getFirst();
        ProofRecord record = asked.record();
        if (!asked.misplaced().isEmpty()) {
            return List.of(misplaced(asked));
        }
        if (texts(asked).anyMatch(text -> isAny(text, record.former()))) {
            return List.of(
                    new Finding(
                            FindingCode.PROOF_OLD,
                            "The TXT record at "
                                    + record.host()
                                    + " has a value from before, which no longer counts. Replace"
                                    + " it.",
                            List.of(record.line()),
                            found(asked)));
        }
        return seen(asked) == Seen.NO ? List.of(missing(asked)) : List.of();
    }

    private boolean delegatedToOwn() {
        if (request.ownServers().size() != OWN_SERVERS
                || !(observations.delegation() instanceof Delegation.Found found)
                || !found.zone().equals(request.name().registeredDomain())) {
            return false;
        }
        Set<String> servers = new HashSet<>(found.servers());
        return servers.equals(Set.copyOf(request.ownServers()));
    }

    /** All that answer must agree. */
    static Seen seen(ProofView view) {
        List<Boolean> shown =
                view.replies().values().stream()
                        .filter(Reply::proper)
                        .map(reply -> shows(reply, view.record()))
                        .distinct()
                        .toList();
        if (shown.size() != 1) {
            return Seen.UNKNOWN;
        }
        return shown.getFirst() ? Seen.YES : Seen.NO;
    }

    static boolean shows(Reply reply, ProofRecord record) {
        List<String> valid = new ArrayList<>(record.stillValid());
        valid.add(record.value());
        return reply.dataAt(record.host(), Rr.Text.class).anyMatch(t -> isAny(t.text(), valid));
    }

    private static Finding misplaced(ProofView asked) {
        String host = asked.record().host();
        String suffix = "." + asked.zone();
        String relative =
                host.endsWith(suffix) ? host.substring(0, host.length() - suffix.length()) : host;
        return new Finding(
                FindingCode.PROOF_MISPLACED,
                "The record stands at "
                        + asked.misplaced().getFirst()
                        + ": your provider appends the domain by itself. Enter only "
                        + relative
                        + " there.",
                List.of(asked.record().line()),
                asked.misplaced());
    }

    private static Finding missing(ProofView asked) {
        ProofRecord record = asked.record();
        List<String> found = found(asked);
        String sentence =
                found.stream().anyMatch(line -> line.startsWith("CNAME "))
                        ? "A CNAME, perhaps a wildcard's, answers at "
                                + record.host()
                                + ". A TXT record of that very name goes before a wildcard: set"
                                + " it."
                        : "The TXT record at "
                                + record.host()
                                + (found.isEmpty() ? " is missing." : " has another value.");
        return new Finding(FindingCode.PROOF_MISSING, sentence, List.of(record.line()), found);
    }

    private static List<String> found(ProofView view) {
        return view.replies().values().stream()
                .filter(Reply::proper)
                .flatMap(reply -> reply.at(view.record().host()))
                .map(record -> record.data().toString())
                .distinct()
                .toList();
    }

    private static Stream<String> texts(ProofView view) {
        return view.replies().values().stream()
                .filter(Reply::proper)
                .flatMap(reply -> reply.dataAt(view.record().host(), Rr.Text.class))
                .map(Rr.Text::text);
    }

    private static boolean isAny(String text, List<String> values) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        boolean any = false;
        for (String value : values) {
            // In constant time, and all of them: how long we took says nothing about a value.
            any |= MessageDigest.isEqual(bytes, value.getBytes(StandardCharsets.UTF_8));
        }
        return any;
    }
}
