package dev.plat.domains.registrar.epp;

import java.io.IOException;
import java.io.Serial;

/** The registry sent what EPP does not allow; the session is not to be used any more. */
final class ProtocolException extends IOException {

    @Serial private static final long serialVersionUID = 1;

    ProtocolException(String message) {
        super(message);
    }

    ProtocolException(String message, Throwable cause) {
        super(message, cause);
    }
}
