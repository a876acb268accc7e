package dev.plat.ops.sandbox.registry.epp;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;

/** RFC 5734, section 4: a length of four bytes, itself included, and the XML. */
final class Frames {

    static final int BYTES_MAX = 256 * 1024;
    private static final int HEADER = 4;

    private Frames() {}

    /** Empty when the other side has ended. */
    static Optional<byte[]> read(DataInputStream in) throws IOException {
        int length;
        try {
            length = in.readInt();
        } catch (EOFException e) {
            return Optional.empty();
        }
        if (length <= HEADER || length > BYTES_MAX) {
            throw new IOException("a frame of " + length + " bytes");
        }
        byte[] frame = new byte[length - HEADER];
        in.readFully(frame);
        return Optional.of(frame);
    }

    static void write(DataOutputStream out, byte[] frame) throws IOException {
        out.writeInt(frame.length + HEADER);
        out.write(frame);
        out.flush();
    }
}
