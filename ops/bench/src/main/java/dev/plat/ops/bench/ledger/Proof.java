package dev.plat.ops.bench.ledger;

import dev.plat.ops.bench.rig.Cluster;
import dev.plat.ops.bench.rig.Progress;
import dev.plat.payments.ledger.verify.SqlBooks;
import dev.plat.payments.ledger.verify.Verdict;
import dev.plat.payments.ledger.verify.Verifier;
import dev.plat.schemas.Bucket;
import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Reads all books of a shard back, a few ranges of buckets at a time. */
final class Proof {

    private final String address;
    private final int buckets;
    private final PrintStream out;

    Proof(String address, int buckets, PrintStream out) {
        this.address = address;
        this.buckets = buckets;
        this.out = out;
    }

    record Seen(Verdict verdict, double seconds) {

        double perSecond() {
            return verdict.entries() / seconds;
        }
    }

    long entries() throws SQLException {
        try (Connection connection = owner();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM entry")) {
            row.next();
            return row.getLong(1);
        }
    }

    Seen verify(int readers) throws SQLException {
        Progress bar = new Progress("proving entries", entries(), out);
        AtomicLong done = new AtomicLong();
        long begin = System.nanoTime();
        try (ExecutorService threads = Executors.newFixedThreadPool(readers)) {
            List<Future<Verdict>> parts = new ArrayList<>();
            for (int i = 0; i < readers; i++) {
                int from = (int) ((long) buckets * i / readers);
                int to = i == readers - 1 ? Bucket.COUNT - 1 : buckets * (i + 1) / readers - 1;
                parts.add(threads.submit(() -> range(from, to, done)));
            }
            threads.shutdown();
            Verdict all = Verdict.NOTHING;
            for (Future<Verdict> part : parts) {
                all = all.and(part.get());
                bar.at(done.get(), all.findings().size() + " findings");
            }
            return new Seen(all, (System.nanoTime() - begin) / 1e9);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the books could not be read", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while proving", e);
        }
    }

    private Verdict range(int from, int to, AtomicLong done) throws SQLException {
        try (Connection connection = owner();
                SqlBooks books = new SqlBooks(connection, from, to)) {
            return new Verifier(List.of(), done::addAndGet).verify(books);
        }
    }

    private Connection owner() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", Cluster.OWNER);
        properties.setProperty("password", Cluster.PASSWORDS.owner());
        // Numbers come as they are from the first row on, not as text.
        properties.setProperty("prepareThreshold", "-1");
        return DriverManager.getConnection("jdbc:postgresql://" + address, properties);
    }
}
