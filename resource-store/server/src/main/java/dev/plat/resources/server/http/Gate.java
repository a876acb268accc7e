package dev.plat.resources.server.http;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.ServiceTicket;
import dev.plat.schemas.Tier;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Decides who may come in: a process of Plat's own, by its ticket, that means this tier and this
 * node. The latter two catch a caller with an old address: two acknowledgements must never come
 * from one node that stands for two.
 */
final class Gate {

    static final String TIER = "Plat-Tier";
    static final String NODE = "Plat-Node";

    private final ServiceTicket tickets;
    private final Tier tier;
    private final String node;

    Gate(ServiceTicket tickets, Tier tier, String node) {
        this.tickets = tickets;
        this.tier = tier;
        this.node = node;
    }

    void check(HttpHeaders headers) {
        String ticket = headers.get(HttpHeaderNames.AUTHORIZATION);
        if (ticket == null) {
            throw new PlatException(
                    ErrorCode.TICKET_MISSING,
                    "This call needs a service ticket.",
                    "expected",
                    "Authorization: " + ServiceTicket.SCHEME + "…");
        }
        if (tickets.verify(ticket).isEmpty()) {
            throw new PlatException(
                    ErrorCode.TICKET_REFUSED, "The service ticket is forged or too old.");
        }
        expect(TIER, tier.text(), headers.get(TIER));
        if (headers.contains(NODE)) {
            expect(NODE, node, headers.get(NODE));
        }
    }

    private static void expect(String field, String expected, @Nullable String value) {
        if (!expected.equals(value)) {
            throw new PlatException(
                    ErrorCode.WRONG_TIER,
                    "This node is not the one that the caller means.",
                    "field",
                    field,
                    "value",
                    value == null ? "" : value,
                    "expected",
                    expected);
        }
    }
}
