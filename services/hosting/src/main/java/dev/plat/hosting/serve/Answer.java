package dev.plat.hosting.serve;

import dev.plat.resources.engine.StoredBlob;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decided answer: what goes to the visitor, byte for byte, but for Date and Connection.
 *
 * @param head status line and fields, each line with its end; no empty line
 * @param body what follows the head; empty for HEAD, 204 and 304, whatever Content-Length says
 * @param file what disk segments read from; whoever sends the answer closes it
 */
record Answer(int status, String head, List<Segment> body, StoredBlob.@Nullable InFile file) {

    void close() {
        if (file != null) {
            file.close();
        }
    }
}
