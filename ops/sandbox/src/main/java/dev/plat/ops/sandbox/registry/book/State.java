package dev.plat.ops.sandbox.registry.book;

import dev.plat.ops.sandbox.registry.xml.Element;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Everything the registry remembers, without rules.
 *
 * <p>Threads: the book's lock.
 */
final class State {

    /** Whose names are sold. Browsers take all below the second for their own machine. */
    static final List<String> ZONES = List.of("test", "localhost");

    /** The registry's own label in each of them, where its name server is. */
    static final String OWN = "nic";

    static final String CURRENCY = "EUR";

    /** Per year, and for a restore; a premium name costs the second. */
    private static final BigDecimal USUAL = new BigDecimal("10.00");

    private static final BigDecimal PREMIUM = new BigDecimal("250.00");
    private static final BigDecimal RESTORE = new BigDecimal("40.00");

    /** Waits for the registrar to poll it. */
    record Message(String id, Instant at, String text, List<Element> data) {}

    /** A person; what is told of it is what was sent. */
    record Contact(
            String id,
            String roid,
            String sponsor,
            Instant created,
            @Nullable Instant updated,
            List<Element> card,
            Set<String> statuses) {}

    record Host(
            String name,
            String roid,
            String sponsor,
            Instant created,
            @Nullable Instant updated,
            List<Element> addresses,
            Set<String> statuses) {}

    final Map<String, Domain> domains = new TreeMap<>();
    final Map<String, Contact> contacts = new TreeMap<>();
    final Map<String, Host> hosts = new TreeMap<>();
    final Set<String> premium = new HashSet<>();
    private final Map<String, List<Message>> queues = new HashMap<>();
    private final TreeSet<Due> due = new TreeSet<>();
    private final Map<String, Due> dueByName = new HashMap<>();
    private long numbers;

    String roid(String kind) {
        numbers++;
        return kind + numbers + "-PLATSBX";
    }

    /** To be called after each change of a domain. */
    void keep(Domain domain) {
        domains.put(domain.name, domain);
        forgetDue(domain.name);
        Due next = domain.due();
        due.add(next);
        dueByName.put(domain.name, next);
    }

    void remove(Domain domain) {
        domains.remove(domain.name);
        forgetDue(domain.name);
    }

    private void forgetDue(String name) {
        Due before = dueByName.remove(name);
        if (before != null) {
            due.remove(before);
        }
    }

    /** What happens next by itself, if it is not after {@code now}. */
    @Nullable Due nextUntil(Instant now) {
        return due.isEmpty() || due.first().at().isAfter(now) ? null : due.first();
    }

    Domain domain(String name) {
        Domain found = domains.get(name);
        if (found == null) {
            throw new Refusal(2303, "no domain " + name);
        }
        return found;
    }

    /** A domain that this registrar may change. */
    Domain own(String name, String registrar) {
        Domain found = domain(name);
        if (!found.sponsor.equals(registrar)) {
            throw new Refusal(2201, "another registrar's");
        }
        return found;
    }

    /** The zone that the name is below; empty for other registries' names. */
    static Optional<String> zone(String name) {
        return ZONES.stream().filter(zone -> name.endsWith("." + zone)).findFirst();
    }

    List<Message> queue(String registrar) {
        return queues.computeIfAbsent(registrar, _ -> new ArrayList<>());
    }

    void tell(String registrar, Instant at, String text, Element... data) {
        numbers++;
        queue(registrar).add(new Message(Long.toString(numbers), at, text, List.of(data)));
    }

    BigDecimal price(String name, String command, int years) {
        BigDecimal year = premium.contains(name) ? PREMIUM : USUAL;
        return command.equals("restore") ? RESTORE : year.multiply(BigDecimal.valueOf(years));
    }
}
