package dev.plat.hosting.release;

import dev.plat.resources.blob.Sha256;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The bytes of {@code plat-release/1}: little-endian, written and read from front to back.
 *
 * <pre>
 * magic    "PLATREL1"
 * settings u32, bit 0: builder
 * types    u32 count, then texts in the order of their bytes
 * entries  u32 count, then in the order of their paths' bytes:
 *          path, u16 type, u16 flags (bit 0: fingerprinted), u64 size, 32 bytes SHA-256
 * routes   u32 count, then in the order of their paths' bytes:
 *          path, u8 kind, then 1: u32 entry, or 2: target path
 * text     u16 length, UTF-8
 * </pre>
 *
 * One input has one form: everything is sorted, nothing is optional, and reading refuses what
 * writing would not have made.
 */
final class ManifestCodec {

    static final Comparator<Entry> BY_PATH_BYTES =
            (a, b) -> Arrays.compareUnsigned(utf8(a.path()), utf8(b.path()));

    /** 100,000 files with paths of 250 bytes; a release beyond it is refused when it is made. */
    static final int BYTES_MAX = 32 << 20;

    private static final byte[] MAGIC = "PLATREL1".getBytes(StandardCharsets.US_ASCII);
    private static final int SERVE = 1;
    private static final int REDIRECT = 2;
    private static final int BUILDER = 1;
    private static final int FINGERPRINTED = 1;
    private static final int DIGEST_BYTES = 32;

    private ManifestCodec() {}

    /** What a manifest's bytes say. */
    record Parts(ReleaseSettings settings, List<Entry> entries, Map<String, Route> derived) {}

    static byte[] encode(
            ReleaseSettings settings, List<Entry> entries, Map<String, Route> derived) {
        List<String> types =
                new ArrayList<>(new TreeSet<>(entries.stream().map(Entry::mediaType).toList()));
        Growing out = new Growing();
        out.bytes(MAGIC);
        out.u32(settings.builder() ? BUILDER : 0);
        out.u32(types.size());
        types.forEach(out::text);
        out.u32(entries.size());
        Map<String, Integer> places = new HashMap<>();
        for (Entry entry : entries) {
            places.put(entry.path(), places.size());
            out.text(entry.path());
            out.u16(types.indexOf(entry.mediaType()));
            out.u16(entry.fingerprinted() ? FINGERPRINTED : 0);
            out.u64(entry.size());
            out.bytes(entry.sha256().bytes());
        }
        encodeRoutes(out, derived, places);
        return out.toBytes();
    }

    private static void encodeRoutes(
            Growing out, Map<String, Route> derived, Map<String, Integer> places) {
        Map<byte[], Route> sorted = new TreeMap<>(Arrays::compareUnsigned);
        derived.forEach((path, route) -> sorted.put(utf8(path), route));
        out.u32(sorted.size());
        sorted.forEach((path, route) -> {
            out.text(path);
            switch (route) {
                case Route.Serve(Entry entry) -> {
                    out.u8(SERVE);
                    out.u32(places.getOrDefault(entry.path(), -1));
                }
                case Route.Redirect(String target) -> {
                    out.u8(REDIRECT);
                    out.text(target);
                }
            }
        });
    }

    /**
     * @throws PlatException {@code internal} for anything that {@link #encode} does not make
     */
    static Parts decode(byte[] bytes) {
        try {
            Parts parts = read(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
            if (!Arrays.equals(bytes, encode(parts.settings(), parts.entries(), parts.derived()))) {
                throw malformed("not in canonical form");
            }
            return parts;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw malformed("cut off or out of range").causedBy(e);
        }
    }

    private static Parts read(ByteBuffer in) {
        byte[] magic = new byte[MAGIC.length];
        in.get(magic);
        if (!Arrays.equals(magic, MAGIC)) {
            throw malformed("another magic");
        }
        ReleaseSettings settings = new ReleaseSettings(in.getInt() == BUILDER);
        List<String> types = new ArrayList<>();
        for (int left = count(in); left > 0; left--) {
            types.add(text(in));
        }
        List<Entry> entries = new ArrayList<>();
        for (int left = count(in); left > 0; left--) {
            entries.add(readEntry(in, types));
        }
        Map<String, Route> derived = new HashMap<>();
        for (int left = count(in); left > 0; left--) {
            derived.put(text(in), readRoute(in, entries));
        }
        if (in.hasRemaining()) {
            throw malformed("bytes after the end");
        }
        return new Parts(settings, entries, derived);
    }

    private static Entry readEntry(ByteBuffer in, List<String> types) {
        String path = text(in);
        String type = at(types, Short.toUnsignedInt(in.getShort()));
        boolean fingerprinted = in.getShort() == FINGERPRINTED;
        long size = in.getLong();
        byte[] digest = new byte[DIGEST_BYTES];
        in.get(digest);
        return new Entry(path, Sha256.ofDigest(digest), size, type, fingerprinted);
    }

    private static Route readRoute(ByteBuffer in, List<Entry> entries) {
        int kind = in.get();
        return switch (kind) {
            case SERVE -> new Route.Serve(at(entries, in.getInt()));
            case REDIRECT -> new Route.Redirect(text(in));
            default -> throw malformed("a route of kind " + kind);
        };
    }

    private static <T> T at(List<T> list, int place) {
        if (place < 0 || place >= list.size()) {
            throw malformed("a reference to nothing");
        }
        return list.get(place);
    }

    private static int count(ByteBuffer in) {
        int count = in.getInt();
        if (count < 0 || count > in.remaining()) {
            throw malformed("a count beyond the end");
        }
        return count;
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[Short.toUnsignedInt(in.getShort())];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static PlatException malformed(String found) {
        return new PlatException(
                ErrorCode.INTERNAL,
                "These bytes are not a release manifest.",
                "value",
                found,
                "expected",
                "plat-release/1");
    }

    /** A little-endian buffer that grows up to {@link #BYTES_MAX}. */
    private static final class Growing {

        private ByteBuffer buffer = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);

        private ByteBuffer room(int bytes) {
            if (buffer.remaining() < bytes) {
                int needed = buffer.position() + bytes;
                if (needed > BYTES_MAX) {
                    throw new PlatException(
                            ErrorCode.RELEASE_INVALID,
                            "The list of files is too long.",
                            "rule",
                            "manifest-bytes",
                            "value",
                            "more than " + BYTES_MAX,
                            "allowed",
                            "at most " + BYTES_MAX + " bytes of paths and digests");
                }
                int size = (int) Math.min(BYTES_MAX, Math.max(needed, buffer.capacity() * 2L));
                buffer =
                        ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN).put(buffer.flip());
            }
            return buffer;
        }

        void u8(int value) {
            room(1).put((byte) value);
        }

        void u16(int value) {
            room(2).putShort((short) value);
        }

        void u32(int value) {
            room(4).putInt(value);
        }

        void u64(long value) {
            room(8).putLong(value);
        }

        void bytes(byte[] value) {
            room(value.length).put(value);
        }

        void text(String value) {
            text(utf8(value));
        }

        void text(byte[] value) {
            u16(value.length);
            bytes(value);
        }

        byte[] toBytes() {
            return Arrays.copyOf(buffer.array(), buffer.position());
        }
    }
}
