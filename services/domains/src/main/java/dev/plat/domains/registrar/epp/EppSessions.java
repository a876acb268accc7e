package dev.plat.domains.registrar.epp;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * As many sessions as the registry allows, opened when they are needed, each used by one command at
 * a time. The one used last is used first, so that those of a rush grow old and are let go.
 *
 * <p>Threads: safe.
 */
final class EppSessions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EppSessions.class);

    /** What is done with a session. */
    interface Use<T> {
        T with(EppSession session) throws IOException;
    }

    private final EppSettings settings;
    private final SSLContext context;
    private final Semaphore permits;
    private final Deque<EppSession> quiet = new ArrayDeque<>();
    private volatile boolean closed;

    EppSessions(EppSettings settings) {
        this.settings = settings;
        this.context = EppTls.context(settings);
        this.permits = new Semaphore(settings.sessions());
    }

    /**
     * Uses one; after an exception that one is closed.
     *
     * @throws IOException also when none was free in time
     */
    <T> T use(Use<T> use) throws IOException {
        try {
            if (!permits.tryAcquire(settings.command().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("no session was free in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
        EppSession session = null;
        boolean fine = false;
        try {
            session = take();
            T result = use.with(session);
            fine = true;
            return result;
        } finally {
            give(session, fine);
            permits.release();
        }
    }

    private EppSession take() throws IOException {
        for (EppSession old = poll(); old != null; old = poll()) {
            if (!old.quietFor(settings.idle())) {
                return old;
            }
            try {
                old.hello();
                return old;
            } catch (IOException e) {
                LOG.info("registry={} ended a quiet session", settings);
                old.close();
            }
        }
        if (closed) {
            throw new IOException("closed");
        }
        return EppSession.open(settings, context);
    }

    private synchronized @Nullable EppSession poll() {
        return quiet.pollFirst();
    }

    private void give(@Nullable EppSession session, boolean fine) {
        if (session == null) {
            return;
        }
        synchronized (this) {
            if (fine && !closed && !session.closed()) {
                quiet.addFirst(session);
                return;
            }
        }
        session.close();
    }

    @Override
    public void close() {
        closed = true;
        for (EppSession session = poll(); session != null; session = poll()) {
            session.logout();
        }
    }
}
