package dev.plat.domains.check;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that was seen of a name at one time, before anybody draws a conclusion.
 *
 * @param holds EPP's status codes by which a registrar or registry suspends a name, as RDAP spells
 *     them; asked only when the parent does not know the name
 * @param servers of the zone that the name is in, each by itself
 * @param caa what was found while climbing, from the name upwards
 * @param probes by the address that was asked
 */
record Observations(
        Instant at,
        Delegation delegation,
        Set<String> holds,
        List<ServerView> servers,
        List<ProofView> proofs,
        VisitorView visitors,
        List<CaaStep> caa,
        Map<InetAddress, Probe> probes) {

    /** What those above the name say of it. */
    sealed interface Delegation {

        /**
         * The name is in this zone.
         *
         * @param servers their names
         */
        record Found(String zone, List<String> servers) implements Delegation {}

        /** NXDOMAIN for the registered domain. */
        record Missing(String parent) implements Delegation {}

        /** Nobody answered for a zone further up, which is not the owner's fault. */
        record Unreachable(String zone) implements Delegation {}
    }

    /**
     * One of the zone's servers.
     *
     * @param server its name
     * @param address empty where it has none
     * @param start to the question for the zone's SOA
     * @param v4 for the name's A
     * @param v6 for its AAAA
     * @param mail for its MX, which would clash with a CNAME
     */
    record ServerView(String server, String address, Reply start, Reply v4, Reply v6, Reply mail) {

        /** One name may have several addresses, each a server by itself. */
        String key() {
            return server + "/" + address;
        }

        boolean proper() {
            return start.proper() && v4.proper();
        }

        /** What it is lame by: the zone, or else the name in it. */
        Reply.Status status() {
            return start.proper() ? v4.status() : start.status();
        }

        /** -1 where it told none. */
        long serial() {
            return start.data(Rr.Start.class).mapToLong(Rr.Start::serial).findFirst().orElse(-1);
        }
    }

    /**
     * One place where a proof may stand.
     *
     * @param zone that the place is in
     * @param replies of that zone's servers, by {@link ServerView#key}
     * @param misplaced places with a domain too many where the record was found
     */
    record ProofView(
            ProofRecord record, String zone, Map<String, Reply> replies, List<String> misplaced) {}

    /**
     * What a validating resolver tells visitors.
     *
     * @param unchecked how it answers when told not to look at signatures; asked after a failure
     * @param ds of the zone, as the parent has them; asked after a failure
     */
    record VisitorView(
            Reply v4,
            Reply v6,
            Reply https,
            Reply.Status unchecked,
            List<String> ds,
            Chain chain) {}

    /**
     * Where CNAMEs lead, from the name on.
     *
     * @param hops the targets, in order
     */
    record Chain(List<String> hops, End end) {

        enum End {
            /** At the name itself or the last hop, whatever there is. */
            REACHED,
            LOOP,
            TOO_LONG,
            /** The last hop has no address or does not exist. */
            DEAD
        }
    }

    record CaaStep(String name, Reply reply) {}

    /** What the web says at one address. */
    sealed interface Probe {

        /** The answer that only we can give. */
        record Ours() implements Probe {}

        /** Nobody listens on port 80. */
        record Closed(String why) implements Probe {}

        /**
         * Something else answers.
         *
         * @param server its {@code Server} field, may be empty
         */
        record Foreign(int status, String server) implements Probe {}

        /** The address is private, or this machine has no IPv6. */
        record NotAsked() implements Probe {}
    }
}
