package dev.plat.ops.sandbox.registry.xml;

import java.io.Serial;

/** A frame that is no XML, or not the XML that the RFCs allow. */
public final class BadFrame extends Exception {

    @Serial private static final long serialVersionUID = 1;

    BadFrame(String message, Throwable cause) {
        super(message, cause);
    }
}
