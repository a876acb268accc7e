package dev.plat.ops.chaos.writer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a writer was told about each of its writes, one line each, handed to the operating system
 * before the writer goes on: SIGKILL to the writer loses nothing of it.
 *
 * <p>Threads: safe.
 */
public final class Account implements AutoCloseable {

    private static final String ENDING = ".account";

    /** What the writer was told. */
    public enum Word {
        /** Committed. */
        ACKNOWLEDGED,
        /** Nothing was changed, said the router. */
        FAILED,
        /** The router does not know either. */
        UNKNOWN,
        /** An acknowledged row was not there when it was read. */
        MISSED,
        /** A read failed. */
        UNREAD
    }

    /** A line: the key is empty where it does not matter. */
    public record Entry(Word word, int bucket, String key, String detail) {

        private String line() {
            return word.name().toLowerCase(Locale.ROOT)
                    + " "
                    + bucket
                    + " "
                    + key
                    + " "
                    + detail
                    + "\n";
        }

        private static Entry parse(String line) {
            String[] parts = line.split(" ", 4);
            return new Entry(
                    Word.valueOf(parts[0].toUpperCase(Locale.ROOT)),
                    Integer.parseInt(parts[1]),
                    parts[2],
                    parts[3]);
        }
    }

    private final FileChannel file;

    Account(Path folder, String name) {
        try {
            file =
                    FileChannel.open(
                            folder.resolve(name + ENDING),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void add(Entry entry) {
        ByteBuffer line = ByteBuffer.wrap(entry.line().getBytes(StandardCharsets.UTF_8));
        synchronized (file) {
            try {
                while (line.hasRemaining()) {
                    file.write(line);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All entries of all accounts in a folder; a last line that was cut by a kill is left out. */
    public static List<Entry> readAll(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .flatMap(Account::whole)
                    .map(Entry::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> whole(Path file) {
        try {
            String text = Files.readString(file);
            return text.substring(0, text.lastIndexOf('\n') + 1).lines();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
