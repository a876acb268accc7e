package dev.plat.ops.cluster;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Sees before anything starts whether the ports are free, so that the answer names all of them. */
final class PortCheck {

    private PortCheck() {}

    /**
     * Passes when all of them can be bound.
     *
     * @throws PlatException {@code config-invalid}, naming those that cannot
     */
    static void requireFree(List<Member> members) {
        Map<String, Integer> taken = taken(members);
        if (!taken.isEmpty()) {
            throw new PlatException(
                    ErrorCode.CONFIG_INVALID,
                    "Ports of this cluster are in use: is it running already, or something else?",
                    "value",
                    taken.toString(),
                    "expected",
                    "free ports, or another --port-base");
        }
    }

    /** Purpose to port. */
    private static Map<String, Integer> taken(List<Member> members) {
        Map<String, Integer> taken = new TreeMap<>();
        for (Member member : members) {
            member.ports()
                    .forEach((purpose, port) -> {
                        if (!bindable(port)) {
                            taken.put(member.name() + " " + purpose, port);
                        }
                    });
        }
        return taken;
    }

    static boolean bindable(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
