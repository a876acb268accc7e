package dev.plat.domains.registrar.epp;

import java.io.IOException;
import java.io.Serial;

/** The registry answered, but does not let us in. */
final class LoginRefused extends IOException {

    @Serial private static final long serialVersionUID = 1;

    LoginRefused(String message) {
        super(message);
    }
}
