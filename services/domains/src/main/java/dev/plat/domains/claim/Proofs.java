package dev.plat.domains.claim;

import dev.plat.domains.check.ProofRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which records prove a claim: the account's own at the name, or its own at the registered domain
 * where that says that it covers the tree.
 *
 * <p>Threads: safe.
 */
final class Proofs {

    /** Behind a value at a registered domain: it covers all names below, for that account. */
    static final String TREE = " scope=tree";

    private final ProofLabels labels;

    Proofs(ProofLabels labels) {
        this.labels = labels;
    }

    /**
     * Any of these proves the claim.
     *
     * @param tree the same account's live claim on the registered domain; null for none
     */
    List<ProofRecord> of(Claim claim, @Nullable Claim tree, Instant now) {
        List<ProofRecord> proofs = new ArrayList<>();
        proofs.add(own(claim, now));
        if (tree != null) {
            proofs.add(covering(tree, now));
        }
        return proofs;
    }

    String host(Claim claim) {
        return labels.host(claim.name(), claim.account(), claim.generation());
    }

    /** At the name itself it is all one whether it says that it covers more. */
    private ProofRecord own(Claim claim, Instant now) {
        ProofValue proof = claim.proof();
        List<String> valid = new ArrayList<>(List.of(proof.value() + TREE));
        List<String> former = new ArrayList<>();
        String old = proof.old();
        if (old != null) {
            List<String> texts = List.of(old, old + TREE);
            (proof.oldCounts(now) ? valid : former).addAll(texts);
        }
        return new ProofRecord(host(claim), proof.value(), valid, former);
    }

    private ProofRecord covering(Claim tree, Instant now) {
        ProofValue proof = tree.proof();
        String old = proof.old();
        List<String> valid =
                old != null && proof.oldCounts(now) ? List.of(old + TREE) : List.<String>of();
        return new ProofRecord(host(tree), proof.value() + TREE, valid, List.of());
    }
}
