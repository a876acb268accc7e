package dev.plat.domains.registrar.epp;

import static dev.plat.domains.registrar.epp.Vocabulary.DNSSEC;
import static dev.plat.domains.registrar.epp.Vocabulary.DOMAIN;
import static dev.plat.domains.registrar.epp.Vocabulary.EPP;
import static dev.plat.domains.registrar.epp.Vocabulary.FEE;
import static dev.plat.domains.registrar.epp.Vocabulary.GRACE;

import dev.plat.domains.registrar.DomainInfo;
import dev.plat.domains.registrar.Ds;
import dev.plat.domains.registrar.Message;
import dev.plat.domains.registrar.Offer;
import dev.plat.domains.registrar.Price;
import dev.plat.domains.registrar.Registered;
import dev.plat.domains.registrar.Transfer;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What the answers say, each in our own terms. */
final class Answers {

    private Answers() {}

    static List<Offer> offers(Answer answer) throws ProtocolException {
        Optional<Node> fees = answer.extended(FEE, "chkData");
        List<Offer> offers = new ArrayList<>();
        for (Node told : answer.datum(DOMAIN, "chkData").all(DOMAIN, "cd")) {
            Node name = told.the(DOMAIN, "name");
            offers.add(
                    offer(
                            name.text().toLowerCase(Locale.ROOT),
                            isTrue(name.attributes().getOrDefault("avail", "0")),
                            fees));
        }
        return offers;
    }

    private static Offer offer(String name, boolean free, Optional<Node> fees)
            throws ProtocolException {
        if (fees.isEmpty()) {
            return new Offer(name, free, Optional.empty(), false);
        }
        String currency = fees.get().textOf("currency").orElse("");
        for (Node told : fees.get().all(FEE, "cd")) {
            if (!told.theText("objID").equalsIgnoreCase(name)) {
                continue;
            }
            boolean premium = told.textOf("class").filter(c -> !c.equals("standard")).isPresent();
            BigDecimal sum = BigDecimal.ZERO;
            boolean priced = false;
            for (Node command : told.all(FEE, "command")) {
                for (Node fee : command.all(FEE, "fee")) {
                    sum = sum.add(amount(fee.text()));
                    priced = true;
                }
            }
            return new Offer(
                    name,
                    free,
                    priced ? Optional.of(price(currency, sum)) : Optional.empty(),
                    premium);
        }
        return new Offer(name, free, Optional.empty(), false);
    }

    private static Price price(String currency, BigDecimal sum) throws ProtocolException {
        try {
            return new Price(currency, sum);
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("a price that is none", e);
        }
    }

    private static BigDecimal amount(String text) throws ProtocolException {
        // an exponent could ask for a number of any size
        if (!text.matches("[0-9]{1,12}(\\.[0-9]{1,6})?")) {
            throw new ProtocolException("a fee that is none");
        }
        return new BigDecimal(text);
    }

    static Registered registered(Answer answer, String name) throws ProtocolException {
        Node told = answer.datum(DOMAIN, name);
        return new Registered(told.theText("name"), instant(told.theText("exDate")));
    }

    static DomainInfo info(Answer answer) throws ProtocolException {
        Node told = answer.datum(DOMAIN, "infData");
        List<String> servers = new ArrayList<>();
        for (Node ns : told.all(DOMAIN, "ns")) {
            ns.all(DOMAIN, "hostObj").forEach(host -> servers.add(host.text()));
        }
        Set<String> grace = new HashSet<>();
        answer.extended(GRACE, "infData")
                .ifPresent(data ->
                        data.all(GRACE, "rgpStatus").forEach(status -> grace.add(s(status))));
        List<Ds> ds = new ArrayList<>();
        Optional<Node> signed = answer.extended(DNSSEC, "infData");
        for (Node record : signed.map(all -> all.all(DNSSEC, "dsData")).orElse(List.of())) {
            ds.add(ds(record));
        }
        Set<String> statuses = new HashSet<>();
        told.all(DOMAIN, "status").forEach(status -> statuses.add(s(status)));
        return new DomainInfo(
                told.theText("name"),
                told.theText("clID"),
                statuses,
                grace,
                optional(told, "crDate"),
                optional(told, "exDate"),
                servers,
                ds);
    }

    static Transfer transfer(Node told) throws ProtocolException {
        return new Transfer(
                told.theText("name"),
                told.theText("trStatus"),
                told.theText("reID"),
                instant(told.theText("reDate")),
                told.theText("acID"),
                instant(told.theText("acDate")),
                optional(told, "exDate"));
    }

    static Optional<Message> message(Answer answer) throws ProtocolException {
        if (answer.code() != 1301) {
            return Optional.empty();
        }
        Node queue =
                answer.queue().orElseThrow(() -> new ProtocolException("1301 without a message"));
        String id = queue.attributes().getOrDefault("id", "");
        if (id.isEmpty()) {
            throw new ProtocolException("a message without id");
        }
        return Optional.of(
                new Message(
                        id,
                        instant(queue.theText("qDate")),
                        queue.textOf("msg").orElse(""),
                        number(queue.attributes().getOrDefault("count", "1")),
                        news(answer)));
    }

    private static Message.News news(Answer answer) throws ProtocolException {
        Optional<Node> decided = answer.data().flatMap(all -> all.first(DOMAIN, "panData"));
        if (decided.isPresent()) {
            Node name = decided.get().the(DOMAIN, "name");
            Node ids = decided.get().the(DOMAIN, "paTRID");
            return new Message.News.Decided(
                    name.text(),
                    isTrue(name.attributes().getOrDefault("paResult", "0")),
                    ids.first(EPP, "clTRID").map(Node::text).orElse(""));
        }
        Optional<Node> moved = answer.data().flatMap(all -> all.first(DOMAIN, "trnData"));
        if (moved.isPresent()) {
            return new Message.News.Moved(transfer(moved.get()));
        }
        return new Message.News.Other();
    }

    private static Ds ds(Node record) throws ProtocolException {
        try {
            return new Ds(
                    (int) number(record.theText("keyTag")),
                    (int) number(record.theText("alg")),
                    (int) number(record.theText("digestType")),
                    record.theText("digest"));
        } catch (IllegalArgumentException e) {
            throw new ProtocolException("a DS record that is none", e);
        }
    }

    private static String s(Node status) {
        return status.attributes().getOrDefault("s", "");
    }

    private static boolean isTrue(String text) {
        return text.equals("1") || text.equals("true");
    }

    private static long number(String text) throws ProtocolException {
        if (!text.matches("[0-9]{1,9}")) {
            throw new ProtocolException("a number that is none");
        }
        return Long.parseLong(text);
    }

    private static Optional<Instant> optional(Node told, String name) throws ProtocolException {
        Optional<String> text = told.textOf(name);
        return text.isEmpty() ? Optional.empty() : Optional.of(instant(text.get()));
    }

    /** EPP's times are UTC, but RFC 5731 allows any offset. */
    private static Instant instant(String text) throws ProtocolException {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new ProtocolException("a time that is none", e);
        }
    }
}
