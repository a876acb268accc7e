package dev.plat.ops.sandbox.registry.book;

import dev.plat.ops.sandbox.registry.xml.Element;
import dev.plat.ops.sandbox.registry.xml.Space;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/** How a domain is told in frames. */
final class DomainView {

    private DomainView() {}

    /**
     * @param full to its registrar, or to who knows the code; a stranger is told no contacts. The
     *     code itself is told to nobody (RFC 9154).
     */
    static Element info(Domain domain, boolean full) {
        List<Element> parts = new ArrayList<>();
        parts.add(text("name", domain.name));
        parts.add(text("roid", domain.roid));
        domain.toldStatuses()
                .forEach(status -> parts.add(Element.of(Space.DOMAIN, "status").with("s", status)));
        if (full) {
            if (domain.registrant != null) {
                parts.add(text("registrant", domain.registrant));
            }
            domain.roles.forEach(
                    role -> parts.add(text("contact", role.contact()).with("type", role.type())));
        }
        if (!domain.servers.isEmpty()) {
            parts.add(
                    Element.of(
                            Space.DOMAIN,
                            "ns",
                            domain.servers.stream().map(host -> text("hostObj", host)).toList()));
        }
        parts.add(text("clID", domain.sponsor));
        parts.add(text("crID", domain.creator));
        parts.add(text("crDate", domain.created));
        if (domain.updated != null && domain.updater != null) {
            parts.add(text("upID", domain.updater));
            parts.add(text("upDate", domain.updated));
        }
        parts.add(text("exDate", domain.expires));
        if (domain.transferred != null) {
            parts.add(text("trDate", domain.transferred));
        }
        return Element.of(Space.DOMAIN, "infData", parts);
    }

    static List<Element> extensions(Domain domain, Instant now) {
        List<Element> parts = new ArrayList<>();
        Set<String> grace = domain.graceStatuses(now);
        if (!grace.isEmpty()) {
            parts.add(grace("infData", grace));
        }
        if (!domain.ds.isEmpty()) {
            parts.add(
                    Element.of(
                            Space.DNSSEC,
                            "infData",
                            domain.ds.stream().map(DomainView::ds).toList()));
        }
        return parts;
    }

    static Element grace(String name, Set<String> statuses) {
        return Element.of(
                Space.GRACE,
                name,
                statuses.stream()
                        .map(status -> Element.of(Space.GRACE, "rgpStatus").with("s", status))
                        .toList());
    }

    static Element transfer(Domain domain) {
        Domain.Transfer transfer = Objects.requireNonNull(domain.transfer);
        return Element.of(
                Space.DOMAIN,
                "trnData",
                text("name", domain.name),
                text("trStatus", transfer.status()),
                text("reID", transfer.by()),
                text("reDate", transfer.asked()),
                text("acID", transfer.from()),
                text("acDate", transfer.due()),
                text("exDate", domain.expires));
    }

    static Domain.Ds ds(Element data) {
        return new Domain.Ds(
                Integer.parseInt(data.the("keyTag").text()),
                Integer.parseInt(data.the("alg").text()),
                Integer.parseInt(data.the("digestType").text()),
                data.the("digest").text().toUpperCase(Locale.ROOT));
    }

    private static Element ds(Domain.Ds ds) {
        return Element.of(
                Space.DNSSEC,
                "dsData",
                Element.text(Space.DNSSEC, "keyTag", ds.tag()),
                Element.text(Space.DNSSEC, "alg", ds.algorithm()),
                Element.text(Space.DNSSEC, "digestType", ds.digestType()),
                Element.text(Space.DNSSEC, "digest", ds.digest()));
    }

    static Element text(String name, Object text) {
        return Element.text(Space.DOMAIN, name, text);
    }
}
