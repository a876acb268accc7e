package dev.plat.ops.sandbox.registry.book;

import dev.plat.ops.sandbox.registry.xml.BadFrame;
import dev.plat.ops.sandbox.registry.xml.Element;
import dev.plat.ops.sandbox.registry.xml.Grammar;
import dev.plat.ops.sandbox.registry.xml.Xml;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Speaks frames to a book as sessions do, and holds its answers against the grammar. */
final class Player implements AutoCloseable {

    static final Instant START = Instant.parse("2027-03-01T12:00:00Z");
    private static final Grammar GRAMMAR = new Grammar();

    private final Journal journal;
    final Book book;

    Player(Path journal) throws IOException, BadFrame {
        this.journal = Journal.open(journal);
        this.book = new Book(Clock.fixed(START, ZoneOffset.UTC), this.journal, GRAMMAR);
    }

    /**
     * Carries out one command.
     *
     * @param command what stands between {@code <command>} and its end; {@code d:} is the domains'
     *     name space, {@code r:} that of grace periods, {@code h:} the hosts'
     */
    Element say(String registrar, String command, Script... scripts) throws BadFrame {
        String frame =
                "<epp xmlns='urn:ietf:params:xml:ns:epp-1.0'"
                        + " xmlns:d='urn:ietf:params:xml:ns:domain-1.0'"
                        + " xmlns:h='urn:ietf:params:xml:ns:host-1.0'"
                        + " xmlns:r='urn:ietf:params:xml:ns:rgp-1.0'"
                        + " xmlns:f='urn:ietf:params:xml:ns:epp:fee-1.0'><command>"
                        + command
                        + "<clTRID>test-1</clTRID></command></epp>";
        Element epp = GRAMMAR.read(frame.getBytes(StandardCharsets.UTF_8));
        Element answer =
                book.answer(registrar, epp, Arrays.stream(scripts).collect(Collectors.toSet()));
        GRAMMAR.check(Xml.write(answer));
        return answer.the("response");
    }

    int code(String registrar, String command, Script... scripts) throws BadFrame {
        return Integer.parseInt(
                say(registrar, command, scripts).the("result").attribute("code", ""));
    }

    static String createOf(String name, String secret) {
        return "<create><d:create><d:name>%s</d:name><d:authInfo><d:pw>%s</d:pw></d:authInfo></d:create></create>"
                .formatted(name, secret);
    }

    static String about(String verb, String name) {
        return "<%s><d:%s><d:name>%s</d:name></d:%s></%s>".formatted(verb, verb, name, verb, verb);
    }

    Element info(String name) throws BadFrame {
        return say("plat", about("info", name)).the("resData").the("infData");
    }

    Set<String> grace(String name) {
        return book.card(name).map(Card::grace).orElse(Set.of("gone"));
    }

    void days(int days) {
        book.turn(Duration.ofDays(days));
    }

    @Override
    public void close() throws IOException {
        journal.close();
    }
}
