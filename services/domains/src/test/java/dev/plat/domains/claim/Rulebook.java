package dev.plat.domains.claim;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Who holds one name, by the rules as they stand in the design and by nothing of the service's own
 * code: what accounts did, what stood in the DNS, when it was looked at.
 */
final class Rulebook {

    private static final Duration APART = Duration.ofHours(1);
    private static final Duration NOTICE = Duration.ofDays(3);

    private final Set<Integer> claimed = new HashSet<>();
    private final Set<Integer> recordStands = new HashSet<>();
    private final Set<Integer> proven = new HashSet<>();
    private final Map<Integer, Instant> told = new HashMap<>();
    private final Map<Integer, Instant> missing = new HashMap<>();
    private final List<Integer> nodes;

    /** Those that have not heard yet that the last holder is gone. */
    private final Set<Integer> unaware = new HashSet<>();

    private @Nullable Integer holder;

    /**
     * @param nodes how many there are
     */
    Rulebook(int nodes) {
        this.nodes = IntStream.range(0, nodes).boxed().toList();
    }

    @Nullable Integer holder() {
        return holder;
    }

    boolean claimed(int account) {
        return claimed.contains(account);
    }

    boolean proven(int account) {
        return proven.contains(account);
    }

    boolean leaving() {
        return !unaware.isEmpty();
    }

    /** Asking again for what one has asked for changes nothing. */
    void claim(int account) {
        if (claimed.add(account)) {
            recordStands.remove(account);
        }
    }

    void record(int account, boolean stands) {
        if (stands) {
            recordStands.add(account);
        } else {
            recordStands.remove(account);
        }
    }

    void release(int account) {
        claimed.remove(account);
        recordStands.remove(account);
        forget(account);
        if (Objects.equals(holder, account)) {
            holder = null;
            unaware.addAll(nodes);
        }
    }

    /** All nodes but one, which may hear of it next time, know what there is to know. */
    void settled(int deaf) {
        unaware.retainAll(Set.of(deaf));
    }

    /** Whether this look would take the name. */
    boolean wouldHold(int account) {
        return recordStands.contains(account) && holder == null && !leaving();
    }

    /**
     * @param holds whether the hold that follows is done
     */
    void look(int account, boolean holds, Instant now) {
        if (Objects.equals(holder, account)) {
            return;
        }
        if (!recordStands.contains(account)) {
            forget(account);
            return;
        }
        proven.add(account);
        if (holder == null) {
            told.remove(account);
            missing.remove(account);
            if (!leaving() && holds) {
                take(account);
            }
            return;
        }
        if (recordStands.contains(holder)) {
            told.putIfAbsent(account, now);
            missing.remove(account);
            return;
        }
        Instant since = missing.computeIfAbsent(account, _ -> now);
        Instant warned = told.get(account);
        if (!now.isBefore(since.plus(APART))
                && (warned == null || !now.isBefore(warned.plus(NOTICE)))) {
            release(holder);
            told.remove(account);
            missing.remove(account);
        }
    }

    /** The sweep ends a hold that the site had accepted. */
    void take(int account) {
        holder = account;
        // With another holder every contest begins anew.
        told.clear();
        missing.clear();
    }

    private void forget(int account) {
        proven.remove(account);
        told.remove(account);
        missing.remove(account);
    }
}
