package dev.plat.payments.ledger.verify;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The bytes of a journal that its hash is made of, in the order of {@code plat.ledger_post}: all
 * numbers big-endian, every text behind its length in bytes, so that no two journals share a form.
 *
 * <pre>
 * "PLJ1"  bucket:2  seq:8  occurred:8  recorded:8  reverses:8  lines:4  kind  key
 *   and for each line  account:4  amount:8  version:8  prev:8  next:8  kind  subject  currency:3
 * </pre>
 *
 * <p>Threads: for one.
 */
final class CanonicalForm {

    private static final byte[] MAGIC = "PLJ1".getBytes(StandardCharsets.US_ASCII);

    private final MessageDigest digest = sha256();
    private byte[] bytes = new byte[1024];
    private int length;

    void begin(JournalRow journal) {
        length = 0;
        put(MAGIC);
        putShort(journal.bucket());
        putLong(journal.seq());
        putLong(journal.occurredMicros());
        putLong(journal.recordedMicros());
        putLong(journal.reverses());
        putInt(journal.lines());
        putText(journal.kind().getBytes(StandardCharsets.UTF_8));
        putText(journal.key().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * @param kind and the other texts of the entry's account, in UTF-8
     */
    void line(EntryRow entry, byte[] kind, byte[] subject, byte[] currency) {
        putInt(entry.account());
        putLong(entry.amount());
        putLong(entry.version());
        putLong(entry.prev());
        putLong(entry.next());
        putText(kind);
        putText(subject);
        put(currency);
    }

    /** SHA-256 of the hash before and of the digest of what was put. */
    byte[] hash(byte[] previous) {
        digest.update(bytes, 0, length);
        byte[] form = digest.digest();
        digest.update(previous);
        return digest.digest(form);
    }

    private void putText(byte[] text) {
        putInt(text.length);
        put(text);
    }

    private void put(byte[] more) {
        grow(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    private void putShort(int value) {
        grow(2);
        bytes[length++] = (byte) (value >> 8);
        bytes[length++] = (byte) value;
    }

    private void putInt(int value) {
        putShort(value >> 16);
        putShort(value);
    }

    private void putLong(long value) {
        putInt((int) (value >> 32));
        putInt((int) value);
    }

    private void grow(int by) {
        if (length + by > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + by));
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
