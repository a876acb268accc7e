package dev.plat.domains.dns;

import dev.plat.router.core.Deadline;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Asks name servers for a zone's serial, as a resolver would: no key, no API. */
public final class ServerStates {

    private static final Duration EACH = Duration.ofSeconds(3);

    private ServerStates() {}

    /** All at the same time, in the order given. */
    public static List<ServerState> of(
            List<InetSocketAddress> servers, DnsName zone, Deadline deadline) {
        Deadline mine = deadline.atMost(EACH);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ServerState>> asked =
                    servers.stream()
                            .map(server -> threads.submit(() -> ask(server, zone, mine)))
                            .toList();
            return asked.stream().map(ServerStates::result).toList();
        }
    }

    /** Each ends by the deadline and none throws. */
    private static ServerState result(Future<ServerState> asked) {
        try {
            return asked.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while name servers were asked", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("a name server could not be asked", e);
        }
    }

    private static ServerState ask(InetSocketAddress server, DnsName zone, Deadline deadline) {
        Record soa = Record.newRecord(RecordWire.name(zone), Type.SOA, DClass.IN);
        try {
            return state(server, DnsTcp.ask(server, Message.newQuery(soa), deadline));
        } catch (IOException e) {
            return lame(server, "no answer: " + e.getMessage());
        }
    }

    private static ServerState state(InetSocketAddress server, Message answer) {
        int rcode = answer.getRcode();
        if (rcode != Rcode.NOERROR) {
            return lame(server, "answers " + Rcode.string(rcode));
        }
        if (!answer.getHeader().getFlag(Flags.AA)) {
            return lame(server, "answers without authority");
        }
        return answer.getSection(Section.ANSWER).stream()
                .filter(record -> record instanceof SOARecord)
                .map(record -> ((SOARecord) record).getSerial())
                .findFirst()
                .map(serial -> new ServerState(server, OptionalLong.of(serial), ""))
                .orElseGet(() -> lame(server, "has no SOA of this zone"));
    }

    private static ServerState lame(InetSocketAddress server, String problem) {
        return new ServerState(server, OptionalLong.empty(), problem);
    }
}
