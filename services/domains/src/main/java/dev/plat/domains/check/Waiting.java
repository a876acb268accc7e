package dev.plat.domains.check;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** For what ends by its own deadline. */
final class Waiting {

    private Waiting() {}

    static <T> T result(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof PlatException refused
                    ? refused
                    : new IllegalStateException("a question failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PlatException(ErrorCode.DRAINING, "The check was interrupted.").causedBy(e);
        }
    }
}
