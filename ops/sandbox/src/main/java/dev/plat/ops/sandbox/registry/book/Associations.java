package dev.plat.ops.sandbox.registry.book;

import dev.plat.ops.sandbox.registry.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What a domain points at: it must be there. */
final class Associations {

    private static final int SERVERS_MAX = 13;

    private Associations() {}

    static Set<String> servers(State state, Optional<Element> asked) {
        Set<String> hosts = new TreeSet<>();
        asked.stream()
                .flatMap(ns -> ns.all("hostObj"))
                .map(host -> host.text().toLowerCase(Locale.ROOT))
                .forEach(hosts::add);
        for (String host : hosts) {
            if (!state.hosts.containsKey(host)) {
                throw new Refusal(2303, "no host " + host);
            }
        }
        if (hosts.size() > SERVERS_MAX) {
            throw new Refusal(2306, SERVERS_MAX + " name servers at most");
        }
        return hosts;
    }

    static List<Domain.Role> roles(State state, Element asked) {
        List<Domain.Role> roles = new ArrayList<>();
        asked.all("contact")
                .forEach(role -> {
                    contact(state, role.text());
                    roles.add(new Domain.Role(role.attribute("type", ""), role.text()));
                });
        return roles;
    }

    static void contact(State state, String id) {
        if (!state.contacts.containsKey(id)) {
            throw new Refusal(2303, "no contact " + id);
        }
    }
}
