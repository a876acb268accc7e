package dev.plat.domains.check;

import dev.plat.domains.name.HostName;
import java.util.List;

/**
 * What is to be looked at.
 *
 * @param proofs any of them proves the name; the first is the one to ask people for
 * @param ownServers the names of the two name servers that were drawn for this account's zone:
 *     delegation to exactly these is a proof too; empty where it has no zone
 * @param wildcard whether the certificate will be for the names below too, which CAA rules apart
 */
public record CheckRequest(
        HostName name, List<ProofRecord> proofs, List<String> ownServers, boolean wildcard) {

    public CheckRequest {
        proofs = List.copyOf(proofs);
        ownServers = List.copyOf(ownServers);
    }

    public static CheckRequest of(HostName name, ProofRecord proof) {
        return new CheckRequest(name, List.of(proof), List.of(), false);
    }
}
