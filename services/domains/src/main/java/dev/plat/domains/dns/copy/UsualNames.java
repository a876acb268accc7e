package dev.plat.domains.dns.copy;

import dev.plat.domains.dns.DnsName;
import dev.plat.domains.dns.DnsRecord;
import dev.plat.domains.dns.RecordType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at the names of a zone that people use, those that matter most first, and at names of the
 * zone that what is found there leads to. Where there is a wildcard every name answers, and what it
 * answers is not taken for the name's own.
 */
final class UsualNames {

    private static final int NAMES_MAX = 200;

    private static final List<String> HOSTS =
            List.of(
                    "mail",
                    "smtp",
                    "imap",
                    "pop",
                    "pop3",
                    "mx",
                    "mx1",
                    "mx2",
                    "webmail",
                    "autodiscover",
                    "autoconfig",
                    "email",
                    "*",
                    "www",
                    "ftp",
                    "sftp",
                    "ssh",
                    "vpn",
                    "remote",
                    "blog",
                    "shop",
                    "store",
                    "app",
                    "api",
                    "admin",
                    "portal",
                    "cdn",
                    "static",
                    "img",
                    "assets",
                    "m",
                    "dev",
                    "test",
                    "staging",
                    "docs",
                    "help",
                    "support",
                    "status",
                    "cloud",
                    "git",
                    "ns1",
                    "ns2",
                    "ns3",
                    "server",
                    "host");

    private static final List<String> TEXTS =
            List.of(
                    "_dmarc",
                    "default._domainkey",
                    "google._domainkey",
                    "selector1._domainkey",
                    "selector2._domainkey",
                    "dkim._domainkey",
                    "mail._domainkey",
                    "k1._domainkey",
                    "k2._domainkey",
                    "s1._domainkey",
                    "s2._domainkey",
                    "fm1._domainkey",
                    "fm2._domainkey",
                    "fm3._domainkey",
                    "protonmail._domainkey",
                    "zoho._domainkey",
                    "_mta-sts",
                    "mta-sts",
                    "_smtp._tls",
                    "default._bimi");

    private static final List<String> SERVICES =
            List.of(
                    "_autodiscover._tcp",
                    "_imaps._tcp",
                    "_imap._tcp",
                    "_submission._tcp",
                    "_submissions._tcp",
                    "_pop3s._tcp",
                    "_caldavs._tcp",
                    "_carddavs._tcp",
                    "_sip._tls",
                    "_sip._tcp",
                    "_sip._udp",
                    "_sipfederationtls._tcp",
                    "_xmpp-client._tcp",
                    "_xmpp-server._tcp",
                    "_minecraft._tcp");

    private final DnsName zone;
    private final ZoneCopier.Question server;
    private final Deque<DnsName> leads = new ArrayDeque<>();
    private final Set<DnsName> asked = new HashSet<>();
    private final Set<DnsRecord> found = new LinkedHashSet<>();
    private final List<DnsRecord> wild = new ArrayList<>();

    UsualNames(DnsName zone, ZoneCopier.Question server) {
        this.zone = zone;
        this.server = server;
    }

    /** Empty when the server does not answer for the zone. */
    Optional<List<DnsRecord>> read() {
        if (server.ask(zone, RecordType.MX.code()).isEmpty()) {
            return Optional.empty();
        }
        wild.addAll(at(zone.child("*"), HOST_TYPES));
        found.addAll(wild);
        take(zone, APEX_TYPES);
        TEXTS.forEach(label -> take(zone.child(label), List.of(RecordType.TXT)));
        HOSTS.forEach(label -> take(zone.child(label), HOST_TYPES));
        SERVICES.forEach(label -> take(zone.child(label), List.of(RecordType.SRV)));
        while (!leads.isEmpty()) {
            take(leads.remove(), HOST_TYPES);
        }
        return Optional.of(List.copyOf(found));
    }

    private static final List<RecordType> APEX_TYPES =
            List.of(
                    RecordType.MX,
                    RecordType.TXT,
                    RecordType.A,
                    RecordType.AAAA,
                    RecordType.CAA,
                    RecordType.HTTPS);

    private static final List<RecordType> HOST_TYPES =
            List.of(RecordType.A, RecordType.AAAA, RecordType.MX, RecordType.TXT);

    private void take(DnsName name, List<RecordType> types) {
        if (asked.size() >= NAMES_MAX || !asked.add(name)) {
            return;
        }
        for (DnsRecord record : at(name, types)) {
            boolean byWildcard =
                    wild.stream()
                            .anyMatch(any ->
                                    any.type() == record.type()
                                            && any.data().equals(record.data()));
            if (!byWildcard) {
                found.add(record);
            }
            follow(record);
        }
    }

    /**
     * Of all these types, unless there is no such name, or it is an alias and thus nothing else.
     */
    private List<DnsRecord> at(DnsName name, List<RecordType> types) {
        List<DnsRecord> records = new ArrayList<>();
        for (RecordType type : types) {
            Optional<ZoneCopier.Answer> answer = server.ask(name, type.code());
            answer.ifPresent(given -> records.addAll(given.records()));
            boolean alias = records.stream().anyMatch(one -> one.type() == RecordType.CNAME);
            if (alias || answer.filter(ZoneCopier.Answer::there).isEmpty()) {
                break;
            }
        }
        return records;
    }

    private void follow(DnsRecord record) {
        boolean leads =
                switch (record.type()) {
                    case MX, CNAME, SRV -> true;
                    case A, AAAA, NS, TXT, DS, HTTPS, CAA -> false;
                };
        String target = record.data().substring(record.data().lastIndexOf(' ') + 1);
        if (leads && target.endsWith("." + zone.withDot())) {
            this.leads.add(DnsName.of(target));
        }
    }
}
