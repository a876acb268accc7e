package dev.plat.ops.chaos.purchase;

import dev.plat.ops.chaos.canary.CardHunt;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Everywhere a number could lie after a run: what Plat's processes have written and have in memory,
 * their databases, Redis, ZooKeeper.
 */
final class Hideouts {

    private final SaleRig rig;
    private final Sale sale;
    private final PrintStream out;

    Hideouts(SaleRig rig, Sale sale, PrintStream out) {
        this.rig = rig;
        this.sale = sale;
        this.out = out;
    }

    /** Where a typed number was found. */
    List<String> search(List<String> typed) throws IOException, SQLException, InterruptedException {
        CardHunt hunt = new CardHunt(typed);
        for (ServiceProcess process : List.of(sale.payments, sale.checkout)) {
            hunt.files("written by " + process.name(), process.folder(), true);
            hunt.heap("heap of " + process.name(), process.pid(), rig.folder());
        }
        for (String database : List.of("payments", "checkout")) {
            try (Connection connection = rig.connect(database)) {
                hunt.database("database " + database, connection);
            }
        }
        hunt.files("Redis", saved(), false);
        hunt.files("ZooKeeper", rig.folder().resolve("zookeeper"), false);
        out.printf(
                "searched %d places, %.0f MB, for %d numbers in every shape: %d found%n",
                hunt.places(), hunt.bytes() / 1e6, typed.size(), hunt.found().size());
        return hunt.found();
    }

    /** All that Redis knows, not compressed, in a folder. */
    private Path saved() throws IOException {
        Path folder = Files.createDirectories(rig.folder().resolve("redis-saved"));
        redis("CONFIG SET rdbcompression no");
        redis("CONFIG SET dir " + folder.toAbsolutePath());
        redis("SAVE");
        return folder;
    }

    /** One command without blanks in its words. */
    void redis(String command) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), rig.redisPort());
                OutputStream to = socket.getOutputStream();
                InputStream from = socket.getInputStream()) {
            to.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            to.flush();
            int first = from.read();
            if (first != '+') {
                throw new IOException(command + ": refused");
            }
        }
    }
}
