package dev.plat.ops.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.plat.ops.sandbox.canary.CardHunt;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Everywhere in a running cluster a card's number could lie: the heaps of all its own JVMs, their
 * logs, every database of both servers, Redis, ZooKeeper, the file servers, and what its processes
 * have said to each other. What plays the world outside is left out, the provider among it.
 */
final class CardHideouts {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> OF_JAVA = Set.of("service", "files", "coordination");
    private static final Set<String> OUTSIDE = Set.of("outside", "outside-database");

    private final LocalCluster cluster;
    private final CardHunt hunt;
    private final Path scratch;

    /**
     * @param typed bare numbers
     * @param scratch for one heap at a time
     */
    CardHideouts(LocalCluster cluster, List<String> typed, Path scratch) {
        this.cluster = cluster;
        this.hunt = new CardHunt(typed);
        this.scratch = scratch;
    }

    /**
     * Says how much was searched; the places where a number was found.
     *
     * @param wire what went over the cluster's ports
     */
    List<String> search(Path wire) throws IOException, SQLException, InterruptedException {
        ClusterLayout layout = cluster.layout();
        JsonNode run = JSON.readTree(layout.run().resolve("cluster.json").toFile());
        for (JsonNode process : run.path("processes")) {
            String name = process.path("name").asText();
            String kind = process.path("kind").asText();
            if (OF_JAVA.contains(kind)) {
                hunt.heap("heap of " + name, process.path("pid").asLong(), scratch);
            }
            // JVMs write there, PostgreSQL beside its data, Redis nowhere.
            Path folder = OF_JAVA.contains(kind) ? layout.logs() : layout.data();
            if (!OUTSIDE.contains(kind) && !kind.equals("cache")) {
                hunt.files("log of " + name, folder.resolve(name + ".log"), true);
            }
            if (kind.equals("files") || kind.equals("coordination")) {
                hunt.files("data of " + name, layout.folder(name), false);
            }
        }
        for (int server : List.of(1, 2)) {
            databases("127.0.0.1:" + layout.postgresPort(server));
        }
        hunt.files("Redis", saved(), false);
        hunt.files("said over the wire", wire, false);
        System.out.printf(
                "searched %d places, %.0f MB: %d found%n",
                hunt.places(), hunt.bytes() / 1e6, hunt.found().size());
        return hunt.found();
    }

    private void databases(String address) throws SQLException, IOException {
        List<String> names = new ArrayList<>();
        try (Connection connection = ForeignServer.connect(cluster, address, "postgres");
                Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT datname FROM pg_database WHERE datallowconn AND NOT datistemplate")) {
            while (row.next()) {
                names.add(row.getString(1));
            }
        }
        for (String name : names) {
            try (Connection connection = ForeignServer.connect(cluster, address, name)) {
                hunt.database("database " + name + " at " + address, connection);
            }
        }
    }

    /** All that Redis knows, not compressed. */
    private Path saved() throws IOException {
        Path folder = Files.createDirectories(scratch.resolve("redis"));
        redis("CONFIG SET rdbcompression no");
        redis("CONFIG SET dir " + folder.toAbsolutePath());
        redis("SAVE");
        return folder;
    }

    private void redis(String command) throws IOException {
        try (Socket socket =
                        new Socket(InetAddress.getLoopbackAddress(), cluster.layout().redisPort());
                OutputStream to = socket.getOutputStream();
                InputStream from = socket.getInputStream()) {
            to.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            to.flush();
            if (from.read() != '+') {
                throw new IOException(command + ": refused");
            }
        }
    }
}
