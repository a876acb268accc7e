package dev.plat.domains.check;

import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * What one server said to one question.
 *
 * @param authoritative whether it said so of a zone that it holds
 */
record Reply(
        Status status,
        boolean authoritative,
        List<Rr> answer,
        List<Rr> authority,
        List<Rr> additional) {

    enum Status {
        /** NOERROR, with records or without. */
        ANSWERED,
        /** NXDOMAIN. */
        NO_NAME,
        SERVER_FAILURE,
        /** REFUSED, and the codes that mean as much. */
        REFUSED,
        /** No DNS message, or one to another question. */
        MALFORMED,
        SILENT,
        /** The server's name leads to no address. */
        NO_ADDRESS,
        /** The server's address is one that nobody outside can reach; it is not asked. */
        PRIVATE_ADDRESS,
        /** We had no time, or no turn, to ask; this says nothing about the server. */
        NOT_ASKED
    }

    Reply {
        answer = List.copyOf(answer);
        authority = List.copyOf(authority);
        additional = List.copyOf(additional);
    }

    static Reply none(Status status) {
        return new Reply(status, false, List.of(), List.of(), List.of());
    }

    /** A resolver's word. */
    boolean usable() {
        return status == Status.ANSWERED || status == Status.NO_NAME;
    }

    /** The word of a server that holds the zone. */
    boolean proper() {
        return usable() && authoritative;
    }

    <T extends Rr.Data> Stream<T> data(Class<T> kind) {
        return answer.stream().map(Rr::data).filter(kind::isInstance).map(kind::cast);
    }

    /** Of the records of this very name, without what a CNAME leads to. */
    <T extends Rr.Data> Stream<T> dataAt(String owner, Class<T> kind) {
        return at(owner).map(Rr::data).filter(kind::isInstance).map(kind::cast);
    }

    Stream<Rr> at(String owner) {
        return answer.stream().filter(record -> record.owner().equals(owner));
    }

    List<InetAddress> addresses() {
        return data(Rr.Address.class).map(Rr.Address::address).distinct().toList();
    }

    /** How long a cache may still give this answer, in seconds; RFC 2308 for "there is none". */
    long cachedSeconds(String owner) {
        long positive = at(owner).mapToLong(Rr::ttl).max().orElse(0);
        long negative =
                authority.stream()
                        .filter(record -> record.data() instanceof Rr.Start)
                        .mapToLong(Rr::ttl)
                        .max()
                        .orElse(0);
        return positive > 0 ? positive : negative;
    }
}
