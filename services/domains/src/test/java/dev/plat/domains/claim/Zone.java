package dev.plat.domains.claim;

import dev.plat.domains.check.CheckRequest;
import dev.plat.domains.check.CheckResult;
import dev.plat.domains.check.DnsLine;
import dev.plat.domains.check.Finding;
import dev.plat.domains.check.FindingCode;
import dev.plat.domains.check.ProofRecord;
import dev.plat.domains.check.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import org.jspecify.annotations.Nullable;

/**
 * The whole DNS in memory, with wildcards and aliases, as its servers would answer: what a proof is
 * looked for in. Only a text at the very place proves; an alias never does.
 */
final class Zone implements Look {

    static final String EDGE = "edge.sites.test";
    private static final int HOPS_MAX = 8;

    /** Host to its texts, and to the name it is an alias of. */
    private final Map<String, Set<String>> texts = new ConcurrentHashMap<>();

    private final Map<String, String> aliases = new ConcurrentHashMap<>();
    private final Set<String> silent = ConcurrentHashMap.newKeySet();

    /** Looks at it come to nothing on our side. */
    volatile String unlucky = "";

    /** Adds a text at a host. */
    void text(DnsLine line) {
        texts.computeIfAbsent(line.host(), _ -> new ConcurrentSkipListSet<>()).add(line.value());
    }

    void noText(DnsLine line) {
        texts.getOrDefault(line.host(), Set.of()).remove(line.value());
    }

    Set<String> texts(String host) {
        return Set.copyOf(texts.getOrDefault(host, Set.of()));
    }

    /** Makes a host, perhaps {@code *.…}, an alias. */
    void alias(String host, String target) {
        aliases.put(host, target);
    }

    void noAlias(String host) {
        aliases.remove(host);
    }

    /** The name's servers do not answer, or do again. */
    void silent(String name, boolean now) {
        if (now) {
            silent.add(name);
        } else {
            silent.remove(name);
        }
    }

    @Override
    public CheckResult look(CheckRequest request) {
        String name = request.name().ascii();
        if (name.equals(unlucky)) {
            throw new IllegalStateException("no look at " + name);
        }
        if (silent.contains(name)) {
            return new CheckResult(List.of(), Seen.UNKNOWN, Seen.UNKNOWN);
        }
        boolean proven = request.proofs().stream().anyMatch(this::shows);
        boolean here = leadsHere(name);
        List<Finding> findings = new ArrayList<>();
        if (!proven) {
            ProofRecord asked = request.proofs().getFirst();
            findings.add(
                    new Finding(
                            FindingCode.PROOF_MISSING,
                            "The record is not there.",
                            List.of(new DnsLine(asked.host(), "TXT", asked.value())),
                            List.copyOf(texts(asked.host()))));
        }
        if (!here) {
            findings.add(
                    new Finding(
                            FindingCode.ADDRESS_MISSING,
                            "The name leads nowhere.",
                            List.of(new DnsLine(name, "CNAME", EDGE)),
                            List.of()));
        }
        return new CheckResult(findings, proven ? Seen.YES : Seen.NO, here ? Seen.YES : Seen.NO);
    }

    private boolean shows(ProofRecord record) {
        Set<String> there = texts(record.host());
        return there.contains(record.value())
                || record.stillValid().stream().anyMatch(there::contains);
    }

    private boolean leadsHere(String name) {
        String at = name;
        for (int hop = 0; hop < HOPS_MAX; hop++) {
            if (at.equals(EDGE)) {
                return true;
            }
            String next = aliases.containsKey(at) ? aliases.get(at) : wildcard(at);
            if (next == null) {
                return false;
            }
            at = next;
        }
        return false;
    }

    private @Nullable String wildcard(String name) {
        for (int dot = name.indexOf('.'); dot > 0; dot = name.indexOf('.', dot + 1)) {
            String found = aliases.get("*" + name.substring(dot));
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
