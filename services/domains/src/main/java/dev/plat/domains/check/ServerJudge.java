package dev.plat.domains.check;

import dev.plat.domains.check.Observations.Delegation;
import dev.plat.domains.check.Observations.ServerView;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What is wrong with the zone's servers, and with what they hold at the name. */
final class ServerJudge {

    private ServerJudge() {}

    /**
     * The findings.
     *
     * @param troubled whether something else is wrong: only then a difference in serial alone is
     *     worth telling, as some providers never give their servers one serial
     */
    static List<Finding> findings(
            Platform platform, CheckRequest request, Observations seen, boolean troubled) {
        List<Finding> findings = new ArrayList<>();
        switch (seen.delegation()) {
            case Delegation.Missing _ -> {}
            case Delegation.Unreachable unreachable ->
                    findings.add(
                            Finding.of(
                                    FindingCode.SERVER_LAME,
                                    "The name servers of "
                                            + unreachable.zone()
                                            + " did not answer us. They are asked again."));
            case Delegation.Found found -> {
                lame(found, seen, findings);
                conflict(platform, request, found, seen, findings);
                disagree(platform, request, seen, troubled, findings);
            }
        }
        return findings;
    }

    private static void lame(Delegation.Found found, Observations seen, List<Finding> findings) {
        List<ServerView> lame =
                seen.servers().stream()
                        .filter(server -> !server.proper())
                        .filter(server -> server.status() != Reply.Status.NOT_ASKED)
                        .toList();
        if (seen.servers().isEmpty()) {
            findings.add(
                    Finding.of(
                            FindingCode.SERVER_LAME,
                            found.zone() + " is delegated to no name server."));
        }
        if (!lame.isEmpty()) {
            findings.add(
                    new Finding(
                            FindingCode.SERVER_LAME,
                            lame(lame.getFirst(), found.zone())
                                    + " Remove it from the delegation, or let it hold the zone.",
                            List.of(),
                            lame.stream().map(server -> lame(server, found.zone())).toList()));
        }
    }

    private static String lame(ServerView server, String zone) {
        String name =
                server.address().isEmpty()
                        ? server.server()
                        : server.server() + " (" + server.address() + ")";
        return switch (server.status()) {
            case ANSWERED, NO_NAME -> name + " answers, but does not hold the zone " + zone + ".";
            case SERVER_FAILURE -> name + " fails on questions about " + zone + " (SERVFAIL).";
            case REFUSED -> name + " refuses questions about " + zone + ".";
            case MALFORMED -> name + " answers something that is no DNS answer to the question.";
            case SILENT, NOT_ASKED -> name + " does not answer.";
            case NO_ADDRESS -> name + " is named as a server of " + zone + ", but has no address.";
            case PRIVATE_ADDRESS -> name + " has an address that nobody outside can reach.";
        };
    }

    private static void conflict(
            Platform platform,
            CheckRequest request,
            Delegation.Found found,
            Observations seen,
            List<Finding> findings) {
        String name = request.name().ascii();
        boolean apex = found.zone().equals(name);
        // Server by server: the old answer of one beside the new one of another is no clash.
        List<Rr> here =
                seen.servers().stream()
                        .filter(ServerView::proper)
                        .map(server -> at(name, server))
                        .filter(records -> clash(records, apex))
                        .findFirst()
                        .orElse(List.of());
        if (here.isEmpty()) {
            return;
        }
        String sentence =
                apex
                        ? "A CNAME cannot stand at "
                                + name
                                + " itself, beside the SOA and NS of its zone: set addresses, or"
                                + " your provider's ALIAS."
                        : "A CNAME cannot stand beside other records of " + name + ".";
        findings.add(
                new Finding(
                        FindingCode.CNAME_CONFLICT,
                        sentence,
                        AddressJudge.wanted(platform, name, apex),
                        here.stream().map(record -> record.data().toString()).distinct().toList()));
    }

    private static List<Rr> at(String name, ServerView server) {
        return Stream.of(server.v4(), server.v6(), server.mail())
                .flatMap(reply -> reply.at(name))
                .toList();
    }

    private static boolean clash(List<Rr> records, boolean apex) {
        boolean alias = records.stream().anyMatch(record -> record.data() instanceof Rr.Alias);
        boolean other = records.stream().anyMatch(record -> !(record.data() instanceof Rr.Alias));
        return alias && (apex || other);
    }

    private static void disagree(
            Platform platform,
            CheckRequest request,
            Observations seen,
            boolean troubled,
            List<Finding> findings) {
        List<ServerView> proper = seen.servers().stream().filter(ServerView::proper).toList();
        Map<String, List<ServerView>> byAnswer = new LinkedHashMap<>();
        for (ServerView server : proper) {
            answer(platform, request, server, seen)
                    .ifPresent(answer ->
                            byAnswer.computeIfAbsent(answer, _ -> new ArrayList<>()).add(server));
        }
        long newest = newest(proper);
        List<ServerView> old =
                proper.stream()
                        .filter(server -> server.serial() >= 0 && server.serial() != newest)
                        .toList();
        if (byAnswer.size() < 2 && (old.isEmpty() || !troubled)) {
            return;
        }
        ServerView odd = old.isEmpty() ? rarest(byAnswer) : old.getFirst();
        String sentence =
                old.isEmpty()
                        ? odd.server()
                                + " gives another answer than the zone's other servers do, under"
                                + " the same serial."
                        : odd.server()
                                + " still gives the old answer (serial "
                                + odd.serial()
                                + ", the others "
                                + newest
                                + ").";
        findings.add(
                new Finding(
                        FindingCode.SERVERS_DISAGREE,
                        sentence,
                        List.of(),
                        proper.stream()
                                .map(server -> server.server() + ": serial " + server.serial())
                                .toList()));
    }

    /**
     * What matters of a server's answers; empty where one is lacking. Addresses that are not ours
     * are all one: providers that flatten an ALIAS, or answer by region, give every server others.
     */
    private static Optional<String> answer(
            Platform platform, CheckRequest request, ServerView server, Observations seen) {
        String name = request.name().ascii();
        StringBuilder answer = new StringBuilder();
        for (Reply reply : List.of(server.v4(), server.v6())) {
            if (!reply.proper()) {
                return Optional.empty();
            }
            reply.at(name)
                    .map(Rr::data)
                    .map(data ->
                            data instanceof Rr.Address address && !platform.holds(address.address())
                                    ? "foreign"
                                    : data.toString())
                    .distinct()
                    .sorted()
                    .forEach(text -> answer.append(text).append('\n'));
        }
        for (Observations.ProofView proof : seen.proofs()) {
            Reply reply = proof.replies().get(server.key());
            if (reply != null && !reply.proper()) {
                return Optional.empty();
            }
            if (reply != null) {
                answer.append(ProofJudge.shows(reply, proof.record())).append('\n');
            }
        }
        return Optional.of(answer.toString());
    }

    private static ServerView rarest(Map<String, List<ServerView>> byAnswer) {
        List<ServerView> rarest = List.of();
        for (List<ServerView> servers : byAnswer.values()) {
            if (rarest.isEmpty() || servers.size() <= rarest.size()) {
                rarest = servers;
            }
        }
        return rarest.getFirst();
    }

    /** RFC 1982: a serial is newer when it is ahead by less than half of the circle. */
    private static long newest(List<ServerView> servers) {
        long newest = -1;
        for (ServerView server : servers) {
            long serial = server.serial();
            if (serial >= 0 && (newest < 0 || (int) (serial - newest) > 0)) {
                newest = serial;
            }
        }
        return newest;
    }
}
