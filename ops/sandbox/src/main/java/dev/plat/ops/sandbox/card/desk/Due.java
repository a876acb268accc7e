package dev.plat.ops.sandbox.card.desk;

import dev.plat.ops.sandbox.card.store.Change;
import dev.plat.ops.sandbox.card.store.Item;
import dev.plat.ops.sandbox.card.store.Store;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What time alone makes of things: sessions expire, holds end, banks make up their minds, payouts
 * arrive, keys are forgotten. Each in a transaction of its own.
 *
 * <p>Threads: safe; one at a time works.
 */
public final class Due {

    /** As long as a key makes a call once only. */
    public static final Duration KEYS = Duration.ofHours(24);

    private static final Logger LOG = LoggerFactory.getLogger(Due.class);
    private static final int AT_ONCE = 100;

    private final Store store;
    private final ReentrantLock working = new ReentrantLock();

    public Due(Store store) {
        this.store = store;
    }

    /** All there is, by the clock as it stands. One that fails does not hold up the others. */
    public void run() {
        working.lock();
        try {
            List<String> due = store.change(change -> change.due(AT_ONCE));
            while (!due.isEmpty() && settled(due) > 0) {
                due = store.change(change -> change.due(AT_ONCE));
            }
            store.change(change -> {
                change.forgetAnswers(change.now().minus(KEYS));
                return true;
            });
        } finally {
            working.unlock();
        }
    }

    private int settled(List<String> due) {
        int settled = 0;
        for (String id : due) {
            try {
                store.change(change -> settle(change, id));
                settled++;
            } catch (IllegalStateException | NoSuchElementException | Refusal e) {
                LOG.error("{} is due and fails", id, e);
            }
        }
        return settled;
    }

    private static boolean settle(Change change, String id) throws SQLException {
        Item found = change.find(id).orElseThrow();
        if (found.kind().equals(Intents.KIND) && found.text("status").equals("processing")) {
            Sessions.processed(change, id);
            return true;
        }
        Item item = change.lock(found.kind(), id).orElseThrow();
        if (item.due().filter(time -> !time.isAfter(change.now())).isEmpty()) {
            return false;
        }
        switch (item.kind()) {
            case Sessions.KIND -> Sessions.expire(change, item);
            case Intents.KIND -> Intents.cancel(change, item, "automatic");
            case Disputes.KIND -> Disputes.lost(change, item);
            case Payouts.KIND -> Payouts.arrived(change, item);
            default -> throw new IllegalStateException("nothing becomes of a " + item.kind());
        }
        return true;
    }
}
