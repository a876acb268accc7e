package dev.plat.hosting.serve;

import dev.plat.hosting.release.Entry;
import dev.plat.hosting.store.Content;
import dev.plat.resources.blob.ByteRange;
import dev.plat.resources.engine.StoredBlob;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a file's content, or parts of it, behind a head (RFC 9110 §14, §15.3.7). */
final class Bodies {

    private Bodies() {}

    static Answer headOnly(int status, HeadText head, Entry entry) {
        head.field("Content-Type", entry.mediaType()).length(entry.size());
        return new Answer(status, head.toString(), List.of(), null);
    }

    static Answer whole(int status, HeadText head, Entry entry, Content content) {
        head.field("Content-Type", entry.mediaType()).length(entry.size());
        List<Segment> body = List.of(segment(content, new ByteRange(0, entry.size())));
        return new Answer(status, head.toString(), body, file(content));
    }

    /**
     * @param ranges one or more, inside the content
     */
    static Answer parts(HeadText head, Entry entry, Content content, List<ByteRange> ranges) {
        if (ranges.size() == 1) {
            ByteRange range = ranges.getFirst();
            head.field("Content-Type", entry.mediaType())
                    .field("Content-Range", contentRange(range, entry))
                    .length(range.length());
            return new Answer(
                    206, head.toString(), List.of(segment(content, range)), file(content));
        }
        // The boundary cannot stand in the body by chance: it is a digest of the body.
        String boundary = entry.sha256().hex().substring(32);
        List<Segment> body = new ArrayList<>();
        for (ByteRange range : ranges) {
            body.add(
                    text(
                            "\r\n--%s\r\nContent-Type: %s\r\nContent-Range: %s\r\n\r\n"
                                    .formatted(
                                            boundary,
                                            entry.mediaType(),
                                            contentRange(range, entry))));
            body.add(segment(content, range));
        }
        body.add(text("\r\n--" + boundary + "--\r\n"));
        head.field("Content-Type", "multipart/byteranges; boundary=" + boundary)
                .length(body.stream().mapToLong(Segment::length).sum());
        return new Answer(206, head.toString(), body, file(content));
    }

    private static String contentRange(ByteRange range, Entry entry) {
        return "bytes " + range.first() + "-" + (range.end() - 1) + "/" + entry.size();
    }

    private static Segment segment(Content content, ByteRange range) {
        return switch (content) {
            case Content.Held(byte[] bytes) ->
                    new Segment.Memory(bytes, (int) range.first(), (int) range.length());
            case Content.OnDisk _ -> new Segment.Disk(range);
        };
    }

    private static StoredBlob.@Nullable InFile file(Content content) {
        return content instanceof Content.OnDisk(StoredBlob.InFile file) ? file : null;
    }

    private static Segment text(String text) {
        return Segment.Memory.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}
