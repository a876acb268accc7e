package dev.plat.ops.chaos.purchase;

import dev.plat.ops.sandbox.canary.CardHunt;
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
import java.util.ArrayList;
import java.util.List;

/**
 * Everywhere a number could lie after a run: what Plat's processes have written, have in memory and
 * were told, their databases, Redis, ZooKeeper; and the provider, who may keep only some.
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

    /**
     * Where a typed number was found.
     *
     * @param typed which the provider alone may have
     * @param real which the provider may not keep either
     */
    List<String> search(List<String> typed, String real)
            throws IOException, SQLException, InterruptedException {
        List<String> all = new ArrayList<>(typed);
        all.add(real);
        CardHunt plat = new CardHunt(all);
        for (ServiceProcess process : List.of(sale.payments, sale.checkout)) {
            plat.files("written by " + process.name(), process.folder(), true);
            plat.heap("heap of " + process.name(), process.pid(), rig.folder());
        }
        for (String database : List.of("payments", "checkout")) {
            search(plat, database);
        }
        plat.files("said over HTTP", sale.captures(), false);
        plat.files("Redis", saved(), false);
        plat.files("ZooKeeper", rig.folder().resolve("zookeeper"), false);
        said("Plat", plat, all);
        CardHunt provider = new CardHunt(List.of(real));
        provider.files("written by the card provider", sale.provider.folder(), false);
        provider.kept("heap of the card provider", sale.provider.pid(), rig.folder());
        search(provider, SaleRig.CARD_DATABASE);
        said("the card provider", provider, List.of(real));
        List<String> found = new ArrayList<>(plat.found());
        found.addAll(provider.found());
        return found;
    }

    private void search(CardHunt hunt, String database) throws SQLException, IOException {
        try (Connection connection = rig.connect(database)) {
            hunt.database("database " + database, connection);
        }
    }

    private void said(String whose, CardHunt hunt, List<String> numbers) {
        out.printf(
                "searched %d places of %s, %.0f MB, for %d numbers in every shape: %d found%n",
                hunt.places(), whose, hunt.bytes() / 1e6, numbers.size(), hunt.found().size());
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
