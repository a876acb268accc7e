package dev.plat.resources.engine;

import java.io.IOException;
import java.io.Serial;

/** The disk failed, not the body that was to be written: only this makes a disk suspect. */
final class DiskWriteException extends IOException {

    @Serial private static final long serialVersionUID = 1;

    DiskWriteException(IOException cause) {
        super(cause);
    }

    /** The one failure of a write that a disk survives: nothing was promised yet. */
    boolean isNoSpace() {
        return String.valueOf(getMessage()).contains("No space left on device");
    }
}
