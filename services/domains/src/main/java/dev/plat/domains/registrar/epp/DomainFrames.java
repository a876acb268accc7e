package dev.plat.domains.registrar.epp;

import static dev.plat.domains.registrar.epp.Vocabulary.DNSSEC;
import static dev.plat.domains.registrar.epp.Vocabulary.DOMAIN;
import static dev.plat.domains.registrar.epp.Vocabulary.FEE;
import static dev.plat.domains.registrar.epp.Vocabulary.GRACE;

import dev.plat.domains.registrar.Change;
import dev.plat.domains.registrar.Ds;
import dev.plat.domains.registrar.Price;
import dev.plat.domains.registrar.Purchase;
import dev.plat.domains.registrar.Restore;
import dev.plat.domains.registrar.Secret;
import dev.plat.domains.registrar.Step;
import dev.plat.domains.registrar.Transfer;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.stream.XMLStreamException;

/** The commands about domains: RFC 5731 with its extensions. */
final class DomainFrames {

    private static final String CHECKED_CURRENCY = "EUR";

    private DomainFrames() {}

    static Command check(List<String> names, int years, Step step) {
        FrameWriter.Part fees =
                to ->
                        to.object(
                                FEE,
                                "check",
                                () -> {
                                    to.text(FEE, "currency", CHECKED_CURRENCY);
                                    to.element(
                                            FEE,
                                            "command",
                                            Map.of("name", "create"),
                                            () ->
                                                    to.text(
                                                            FEE,
                                                            "period",
                                                            Map.of("unit", "y"),
                                                            years));
                                });
        return Command.of(
                        "check",
                        to -> to.object(DOMAIN, "check", () -> to.texts(DOMAIN, "name", names)),
                        step)
                .with(List.of(new Command.Extension(FEE, false, fees)));
    }

    static Command create(Purchase purchase, Step step) {
        List<Command.Extension> extensions = new ArrayList<>();
        if (!purchase.ds().isEmpty()) {
            extensions.add(
                    new Command.Extension(
                            DNSSEC,
                            true,
                            to -> to.object(DNSSEC, "create", () -> signed(to, purchase.ds()))));
        }
        purchase.price()
                .ifPresent(price ->
                        extensions.add(
                                new Command.Extension(
                                        FEE, false, to -> agreed(to, "create", price))));
        return Command.of(
                        "create", to -> to.object(DOMAIN, "create", () -> made(to, purchase)), step)
                .with(extensions);
    }

    private static void made(FrameWriter to, Purchase purchase) throws XMLStreamException {
        to.text(DOMAIN, "name", purchase.name());
        to.text(DOMAIN, "period", Map.of("unit", "y"), purchase.years());
        servers(to, purchase.servers());
        texts(to, "registrant", purchase.owner());
        contact(to, "admin", purchase.admin());
        contact(to, "tech", purchase.tech());
        code(to, Optional.of(purchase.code()));
    }

    static Command info(String name, Optional<Secret> code, Step step) {
        return Command.of(
                "info",
                to ->
                        to.object(
                                DOMAIN,
                                "info",
                                () -> {
                                    to.text(DOMAIN, "name", Map.of("hosts", "all"), name);
                                    code(to, code);
                                }),
                step);
    }

    static Command renew(String name, LocalDate expires, int years, Step step) {
        return Command.of(
                "renew",
                to ->
                        to.object(
                                DOMAIN,
                                "renew",
                                () -> {
                                    to.text(DOMAIN, "name", name);
                                    to.text(DOMAIN, "curExpDate", expires);
                                    to.text(DOMAIN, "period", Map.of("unit", "y"), years);
                                }),
                step);
    }

    static Command delete(String name, Step step) {
        return Command.of(
                "delete",
                to -> to.object(DOMAIN, "delete", () -> to.text(DOMAIN, "name", name)),
                step);
    }

    static Command transfer(Transfer.Verb verb, String name, Optional<Secret> code, Step step) {
        return Command.of(
                        "transfer",
                        to ->
                                to.object(
                                        DOMAIN,
                                        "transfer",
                                        () -> {
                                            to.text(DOMAIN, "name", name);
                                            code(to, code);
                                        }),
                        step)
                .with(Map.of("op", verb.name().toLowerCase(Locale.ROOT)));
    }

    static Command update(Change change, Step step) {
        Command plain =
                Command.of(
                        "update",
                        to -> to.object(DOMAIN, "update", () -> changed(to, change)),
                        step);
        if (change.addDs().isEmpty() && change.dropDs().isEmpty()) {
            return plain;
        }
        FrameWriter.Part ds =
                to ->
                        to.object(
                                DNSSEC,
                                "update",
                                () -> {
                                    if (!change.dropDs().isEmpty()) {
                                        to.element(
                                                DNSSEC, "rem", () -> signed(to, change.dropDs()));
                                    }
                                    if (!change.addDs().isEmpty()) {
                                        to.element(DNSSEC, "add", () -> signed(to, change.addDs()));
                                    }
                                });
        return plain.with(List.of(new Command.Extension(DNSSEC, true, ds)));
    }

    private static void changed(FrameWriter to, Change change) throws XMLStreamException {
        to.text(DOMAIN, "name", change.name());
        part(to, "add", change.addServers(), change.addStatuses());
        part(to, "rem", change.dropServers(), change.dropStatuses());
        if (change.owner().isPresent() || change.code().isPresent()) {
            to.element(
                    DOMAIN,
                    "chg",
                    () -> {
                        texts(to, "registrant", change.owner());
                        code(to, change.code());
                    });
        }
    }

    private static void part(
            FrameWriter to, String name, List<String> servers, Set<String> statuses)
            throws XMLStreamException {
        if (servers.isEmpty() && statuses.isEmpty()) {
            return;
        }
        to.element(
                DOMAIN,
                name,
                () -> {
                    servers(to, servers);
                    for (String status : new TreeSet<>(statuses)) {
                        to.empty(DOMAIN, "status", Map.of("s", status));
                    }
                });
    }

    static Command restore(String name, Restore restore, Step step) {
        FrameWriter.Part part = to -> to.object(GRACE, "update", () -> restored(to, name, restore));
        return Command.of(
                        "update",
                        to -> to.object(DOMAIN, "update", () -> to.text(DOMAIN, "name", name)),
                        step)
                .with(List.of(new Command.Extension(GRACE, true, part)));
    }

    private static void restored(FrameWriter to, String name, Restore restore)
            throws XMLStreamException {
        switch (restore) {
            case Restore.Request _ -> to.empty(GRACE, "restore", Map.of("op", "request"));
            case Restore.Report report ->
                    to.element(
                            GRACE,
                            "restore",
                            Map.of("op", "report"),
                            () -> to.element(GRACE, "report", () -> report(to, name, report)));
        }
    }

    /** RFC 3915 wants two statements: why, and that nobody is harmed by it. */
    private static void report(FrameWriter to, String name, Restore.Report report)
            throws XMLStreamException {
        to.text(GRACE, "preData", name);
        to.text(GRACE, "postData", name);
        to.text(GRACE, "delTime", report.deleted());
        to.text(GRACE, "resTime", report.restored());
        to.text(GRACE, "resReason", report.reason());
        to.text(GRACE, "statement", "The name is restored for its registrant.");
        to.text(GRACE, "statement", "What this report says is true.");
    }

    private static void agreed(FrameWriter to, String name, Price price) throws XMLStreamException {
        to.object(
                FEE,
                name,
                () -> {
                    to.text(FEE, "currency", price.currency());
                    to.text(FEE, "fee", price.amount().toPlainString());
                });
    }

    private static void signed(FrameWriter to, List<Ds> records) throws XMLStreamException {
        for (Ds ds : records) {
            to.element(
                    DNSSEC,
                    "dsData",
                    () -> {
                        to.text(DNSSEC, "keyTag", ds.keyTag());
                        to.text(DNSSEC, "alg", ds.algorithm());
                        to.text(DNSSEC, "digestType", ds.digestType());
                        to.text(DNSSEC, "digest", ds.digest());
                    });
        }
    }

    private static void servers(FrameWriter to, List<String> servers) throws XMLStreamException {
        if (!servers.isEmpty()) {
            to.element(DOMAIN, "ns", () -> to.texts(DOMAIN, "hostObj", servers));
        }
    }

    private static void texts(FrameWriter to, String name, Optional<String> text)
            throws XMLStreamException {
        if (text.isPresent()) {
            to.text(DOMAIN, name, text.get());
        }
    }

    private static void contact(FrameWriter to, String role, Optional<String> id)
            throws XMLStreamException {
        if (id.isPresent()) {
            to.text(DOMAIN, "contact", Map.of("type", role), id.get());
        }
    }

    private static void code(FrameWriter to, Optional<Secret> code) throws XMLStreamException {
        if (code.isPresent()) {
            to.element(DOMAIN, "authInfo", () -> to.text(DOMAIN, "pw", code.get().value()));
        }
    }
}
