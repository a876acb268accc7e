package dev.plat.ops.sandbox.registry.book;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What was carried out, a line of JSON each, on the disk before anybody hears of it. A last line
 * without its end is what a crash cut off: nobody was told, so it is dropped.
 *
 * <p>Threads: the book's lock.
 */
public final class Journal implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final FileChannel file;
    private final List<Entry> found;

    private Journal(FileChannel file, List<Entry> found) {
        this.file = file;
        this.found = List.copyOf(found);
    }

    /** Opens it, or begins it. */
    public static Journal open(Path path) throws IOException {
        List<Entry> found = new ArrayList<>();
        long whole = 0;
        if (Files.exists(path)) {
            String text = Files.readString(path);
            int end = text.lastIndexOf('\n') + 1;
            for (String line : text.substring(0, end).lines().toList()) {
                found.add(read(JSON.readTree(line)));
            }
            whole = text.substring(0, end).getBytes(StandardCharsets.UTF_8).length;
        }
        FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        file.truncate(whole);
        file.position(whole);
        return new Journal(file, found);
    }

    List<Entry> found() {
        return found;
    }

    /** Returns when it is on the disk. */
    void write(Entry entry) {
        try {
            byte[] line =
                    (JSON.writeValueAsString(tree(entry)) + "\n").getBytes(StandardCharsets.UTF_8);
            ByteBuffer left = ByteBuffer.wrap(line);
            while (left.hasRemaining()) {
                file.write(left);
            }
            file.force(false);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an entry as JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException("the journal cannot be written", e);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static ObjectNode tree(Entry entry) {
        ObjectNode tree = JSON.createObjectNode();
        tree.put("kind", entry.kind());
        tree.put("at", entry.at().toString());
        tree.put("by", entry.by());
        tree.put("op", entry.op());
        tree.put("subject", entry.subject());
        tree.put("code", entry.code());
        tree.put("client", entry.client());
        tree.put("server", entry.server());
        entry.scripts().forEach(tree.putArray("scripts")::add);
        tree.put("frame", entry.frame());
        tree.put("ahead", entry.ahead().toString());
        return tree;
    }

    private static Entry read(JsonNode tree) {
        List<String> scripts = new ArrayList<>();
        tree.get("scripts").forEach(script -> scripts.add(script.asText()));
        return new Entry(
                tree.get("kind").asText(),
                Instant.parse(tree.get("at").asText()),
                tree.get("by").asText(),
                tree.get("op").asText(),
                tree.get("subject").asText(),
                tree.get("code").asInt(),
                tree.get("client").asText(),
                tree.get("server").asText(),
                scripts,
                tree.get("frame").asText(),
                Duration.parse(tree.get("ahead").asText()));
    }
}
