package dev.plat.ops.sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.ops.sandbox.registry.book.Book;
import dev.plat.ops.sandbox.registry.book.Journal;
import dev.plat.ops.sandbox.registry.dns.NameServer;
import dev.plat.ops.sandbox.registry.dns.Referrals;
import dev.plat.ops.sandbox.registry.xml.BadFrame;
import dev.plat.ops.sandbox.registry.xml.Grammar;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/** The registry's zones as a resolver meets them, with a name in them from before anybody came. */
class ReferralsTest {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    @TempDir private Path folder;
    private Journal journal;
    private Book book;
    private NameServer server;

    @BeforeEach
    void start() throws IOException, BadFrame {
        open();
    }

    private void open() throws IOException, BadFrame {
        journal = Journal.open(folder.resolve("journal"));
        book = new Book(Clock.systemUTC(), journal, new Grammar());
        Delegated.register(
                book, "plat", Map.of("sites.localhost", List.of("127.0.0.53", "127.0.0.54")));
        server = NameServer.start(new InetSocketAddress(HERE, 0), new Referrals(book, HERE));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
        journal.close();
    }

    @ParameterizedTest
    @CsvSource({"false, sites.localhost", "true, sites.localhost", "false, www.SITES.localhost"})
    void whatWasSoldIsReferredToItsServersWithTheirAddresses(boolean tcp, String name)
            throws IOException {
        Message answer = ask(name, Type.A, tcp);

        assertThat(answer.getRcode()).isEqualTo(Rcode.NOERROR);
        assertThat(answer.getHeader().getFlag(Flags.AA)).isFalse();
        assertThat(answer.getSection(Section.ANSWER)).isEmpty();
        assertThat(text(answer, Section.AUTHORITY))
                .isEqualToIgnoringCase(
                        "sites.localhost. NS ns1.sites.localhost.,"
                                + " sites.localhost. NS ns2.sites.localhost.");
        assertThat(text(answer, Section.ADDITIONAL))
                .isEqualToIgnoringCase(
                        "ns1.sites.localhost. A 127.0.0.53, ns2.sites.localhost. A 127.0.0.54");
    }

    @ParameterizedTest
    @CsvSource({
        "test, SOA, NOERROR, 'test. SOA'",
        "localhost, NS, NOERROR, 'localhost. NS ns.nic.localhost.'",
        "localhost, A, NOERROR, ''",
        "ns.nic.test, A, NOERROR, 'ns.nic.test. A 127.0.0.1'",
        "nic.test, A, NOERROR, ''",
        "nobody.test, A, NXDOMAIN, ''",
        "www.nobody.test, A, NXDOMAIN, ''",
        "sites.localhost, DS, NOERROR, ''",
        "example.com, A, REFUSED, ''"
    })
    void theRestItAnswersItself(String name, String type, String code, String found)
            throws IOException {
        Message answer = ask(name, Type.value(type), false);

        assertThat(Rcode.string(answer.getRcode())).isEqualTo(code);
        assertThat(text(answer, Section.ANSWER)).startsWith(found);
        boolean ours = !code.equals("REFUSED");
        assertThat(answer.getHeader().getFlag(Flags.AA)).isEqualTo(ours);
        // Which tells how long it may be believed that there is nothing.
        assertThat(text(answer, Section.AUTHORITY).contains(" SOA "))
                .isEqualTo(ours && found.isEmpty());
    }

    @Test
    void whatIsThereAtTheStartIsRegisteredOnce() throws IOException, BadFrame {
        long before = book.serial();
        stop();

        open();

        assertThat(book.serial()).isEqualTo(before);
        assertThat(ask("sites.localhost", Type.A, false).getSection(Section.AUTHORITY)).hasSize(2);
    }

    private Message ask(String name, int type, boolean tcp) throws IOException {
        SimpleResolver resolver = new SimpleResolver(new InetSocketAddress(HERE, server.port()));
        resolver.setTCP(tcp);
        return resolver.send(
                Message.newQuery(Record.newRecord(Name.fromString(name + "."), type, DClass.IN)));
    }

    private static String text(Message answer, int section) {
        return answer.getSection(section).stream()
                .filter(record -> record.getType() != Type.OPT)
                .map(record ->
                        record.getName()
                                + " "
                                + Type.string(record.getType())
                                + " "
                                + record.rdataToString())
                .collect(Collectors.joining(", "));
    }
}
