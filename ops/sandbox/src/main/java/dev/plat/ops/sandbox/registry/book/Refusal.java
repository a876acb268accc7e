package dev.plat.ops.sandbox.registry.book;

import java.io.Serial;

/** A command that is not carried out: EPP's code and why. */
final class Refusal extends RuntimeException {

    @Serial private static final long serialVersionUID = 1;

    private final int code;

    Refusal(int code, String reason) {
        super(reason);
        this.code = code;
    }

    int code() {
        return code;
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
