package dev.plat.ops.sandbox.registry.dns;

import dev.plat.ops.sandbox.registry.book.Book;
import dev.plat.ops.sandbox.registry.book.Card;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import org.xbill.DNS.utils.base16;

/**
 * What the registry's server answers. A zone of a registry has its own few names and, for each name
 * it sold, whose servers hold it: an answer to everything at or below that name but its DS, which
 * is the parent's.
 *
 * <p>Threads: safe.
 */
public final class Referrals {

    /** Short: a name that was not there a moment ago is bought and wanted at once. */
    private static final long TTL = 5;

    private final Book book;
    private final InetAddress own;

    /**
     * @param own the address that the server has
     */
    public Referrals(Book book, InetAddress own) {
        this.book = book;
        this.own = own;
    }

    /** Fills in what is known; the question and the header's id are there already. */
    void answer(Record question, Message answer) {
        Name asked = question.getName();
        String name = asked.toString(true).toLowerCase(Locale.ROOT);
        Optional<String> zone =
                Book.zoneNames().stream()
                        .filter(each -> name.equals(each) || name.endsWith("." + each))
                        .findFirst();
        if (zone.isEmpty() || question.getDClass() != DClass.IN) {
            answer.getHeader().setRcode(Rcode.REFUSED);
            return;
        }
        Optional<Card.Delegation> given =
                sold(name, zone.get()).flatMap(domain -> book.delegation(domain));
        if (given.isPresent() && !isOurs(question.getType(), name, given.get())) {
            refer(given.get(), answer);
            return;
        }
        answer.getHeader().setFlag(Flags.AA);
        List<Record> found = new ArrayList<>();
        boolean exists = given.isPresent();
        if (given.isPresent()) {
            given.get().ds().forEach(ds -> found.add(ds(name(name), ds)));
        } else if (name.equals(zone.get())) {
            exists = true;
            found.addAll(apex(zone.get()));
        } else {
            String server = Book.ownName(zone.get());
            exists = server.equals(name) || server.endsWith("." + name);
            if (server.equals(name)) {
                found.add(address(name(name), own));
            }
        }
        found.stream()
                .filter(record -> record.getType() == question.getType())
                .forEach(record -> answer.addRecord(record, Section.ANSWER));
        if (answer.getSection(Section.ANSWER).isEmpty()) {
            answer.getHeader().setRcode(exists ? Rcode.NOERROR : Rcode.NXDOMAIN);
            answer.addRecord(start(zone.get()), Section.AUTHORITY);
        }
    }

    /** The name at or above this one that could have been sold. */
    private static Optional<String> sold(String name, String zone) {
        if (name.equals(zone)) {
            return Optional.empty();
        }
        int dot = name.lastIndexOf('.', name.length() - zone.length() - 2);
        return Optional.of(name.substring(dot + 1));
    }

    private static boolean isOurs(int type, String name, Card.Delegation given) {
        return type == Type.DS && name.equals(given.name());
    }

    private void refer(Card.Delegation given, Message answer) {
        for (String server : new TreeSet<>(given.servers())) {
            answer.addRecord(
                    new NSRecord(name(given.name()), DClass.IN, TTL, name(server)),
                    Section.AUTHORITY);
            for (String address : book.addresses(server)) {
                answer.addRecord(
                        address(name(server), InetAddress.ofLiteral(address)), Section.ADDITIONAL);
            }
        }
    }

    private Stream<Record> servers(String zone) {
        return Stream.of(new NSRecord(name(zone), DClass.IN, TTL, name(Book.ownName(zone))));
    }

    private List<Record> apex(String zone) {
        return Stream.concat(Stream.of(start(zone)), servers(zone)).toList();
    }

    private SOARecord start(String zone) {
        return new SOARecord(
                name(zone),
                DClass.IN,
                TTL,
                name(Book.ownName(zone)),
                name("hostmaster." + zone),
                book.serial(),
                3600,
                600,
                86_400,
                TTL);
    }

    private static Record address(Name name, InetAddress address) {
        return address.getAddress().length == 4
                ? new ARecord(name, DClass.IN, TTL, address)
                : new AAAARecord(name, DClass.IN, TTL, address);
    }

    private static Record ds(Name name, String text) {
        String[] parts = text.split(" ", -1);
        return new DSRecord(
                name,
                DClass.IN,
                TTL,
                Integer.parseInt(parts[0]),
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                base16.fromString(parts[3]));
    }

    private static Name name(String text) {
        try {
            return Name.fromString(text + ".");
        } catch (TextParseException e) {
            throw new IllegalArgumentException("no name: " + text, e);
        }
    }
}
