package dev.plat.ops.sandbox.registry.book;

import dev.plat.ops.sandbox.registry.xml.Element;
import dev.plat.ops.sandbox.registry.xml.Space;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the registry says to one command.
 *
 * @param reason more than the code says, or empty
 * @param message the head of the queue, in answers to polls
 * @param changed the book is other than before, so the command belongs into the journal
 */
public record Answer(
        int code,
        String reason,
        @Nullable Queued message,
        List<Element> data,
        List<Element> extension,
        boolean changed) {

    /**
     * A message's place in its queue.
     *
     * @param at and {@code text} are empty in the answer to an ack
     */
    public record Queued(int count, String id, @Nullable Instant at, String text) {}

    static Answer read(Element... data) {
        return new Answer(1000, "", null, List.of(data), List.of(), false);
    }

    static Answer done(Element... data) {
        return new Answer(1000, "", null, List.of(data), List.of(), true);
    }

    static Answer pending(Element... data) {
        return new Answer(1001, "", null, List.of(data), List.of(), true);
    }

    public static Answer refused(int code, String reason) {
        return new Answer(code, reason, null, List.of(), List.of(), false);
    }

    Answer extended(List<Element> with) {
        return new Answer(code, reason, message, data, with, changed);
    }

    /** The whole frame. */
    public Element frame(@Nullable String client, String server) {
        List<Element> parts = new ArrayList<>();
        Element result =
                Element.of(Space.EPP, "result", Element.text(Space.EPP, "msg", text(code)))
                        .with("code", Integer.toString(code));
        if (!reason.isEmpty()) {
            result =
                    result.plus(
                            List.of(
                                    Element.of(
                                            Space.EPP,
                                            "extValue",
                                            Element.of(
                                                    Space.EPP,
                                                    "value",
                                                    Element.of(Space.EPP, "undef")),
                                            Element.text(Space.EPP, "reason", reason))));
        }
        parts.add(result);
        if (message != null) {
            parts.add(queue(message));
        }
        if (!data.isEmpty()) {
            parts.add(Element.of(Space.EPP, "resData", data));
        }
        if (!extension.isEmpty()) {
            parts.add(Element.of(Space.EPP, "extension", extension));
        }
        parts.add(trid(Space.EPP, "trID", client, server));
        return Element.of(Space.EPP, "epp", Element.of(Space.EPP, "response", parts));
    }

    static Element trid(String space, String name, @Nullable String client, String server) {
        List<Element> ids = new ArrayList<>();
        if (client != null) {
            ids.add(Element.text(Space.EPP, "clTRID", client));
        }
        ids.add(Element.text(Space.EPP, "svTRID", server));
        return Element.of(space, name, ids);
    }

    private static Element queue(Queued message) {
        List<Element> parts = new ArrayList<>();
        if (message.at() != null) {
            parts.add(Element.text(Space.EPP, "qDate", message.at()));
            parts.add(Element.text(Space.EPP, "msg", message.text()));
        }
        return Element.of(Space.EPP, "msgQ", parts)
                .with("count", Integer.toString(message.count()))
                .with("id", message.id());
    }

    /** RFC 5730, section 3. */
    private static String text(int code) {
        return switch (code) {
            case 1000 -> "Command completed successfully";
            case 1001 -> "Command completed successfully; action pending";
            case 1300 -> "Command completed successfully; no messages";
            case 1301 -> "Command completed successfully; ack to dequeue";
            case 1500 -> "Command completed successfully; ending session";
            case 2000 -> "Unknown command";
            case 2001 -> "Command syntax error";
            case 2002 -> "Command use error";
            case 2003 -> "Required parameter missing";
            case 2004 -> "Parameter value range error";
            case 2005 -> "Parameter value syntax error";
            case 2101 -> "Unimplemented command";
            case 2102 -> "Unimplemented option";
            case 2103 -> "Unimplemented extension";
            case 2105 -> "Object is not eligible for renewal";
            case 2106 -> "Object is not eligible for transfer";
            case 2200 -> "Authentication error";
            case 2201 -> "Authorization error";
            case 2202 -> "Invalid authorization information";
            case 2300 -> "Object pending transfer";
            case 2301 -> "Object not pending transfer";
            case 2302 -> "Object exists";
            case 2303 -> "Object does not exist";
            case 2304 -> "Object status prohibits operation";
            case 2305 -> "Object association prohibits operation";
            case 2306 -> "Parameter value policy error";
            case 2307 -> "Unimplemented object service";
            case 2400 -> "Command failed";
            case 2500 -> "Command failed; server closing connection";
            case 2501 -> "Authentication error; server closing connection";
            case 2502 -> "Session limit exceeded; server closing connection";
            default -> "Command answered";
        };
    }
}
