package dev.plat.ops.sandbox.registry.book;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One registered name. Its life after the expiry date is told by instants alone, so that the clock
 * can be turned over any of them.
 *
 * <p>Threads: the book's lock.
 */
final class Domain {

    /** RFC 3915's periods as most registries set them. */
    static final Duration ADD_GRACE = Duration.ofDays(5);

    static final Duration AUTO_RENEW_GRACE = Duration.ofDays(45);
    static final Duration RENEW_GRACE = Duration.ofDays(5);
    static final Duration REDEMPTION = Duration.ofDays(30);
    static final Duration PENDING_DELETE = Duration.ofDays(5);
    static final Duration RESTORE_REPORT = Duration.ofDays(7);
    static final Duration TRANSFER = Duration.ofDays(5);
    static final Duration PENDING_CREATE = Duration.ofDays(5);
    static final int YEARS_MAX = 10;

    /** One DS record. */
    record Ds(int tag, int algorithm, int digestType, String digest) {}

    record Role(String type, String contact) {}

    /**
     * A request to carry the name to another registrar.
     *
     * @param status RFC 5730's: pending, clientApproved …
     */
    record Transfer(String status, String by, Instant asked, String from, Instant due, int years) {

        Transfer ended(String how, Instant at) {
            return new Transfer(how, by, asked, from, at, years);
        }
    }

    /** A create that a person at the registry looks at first. */
    record Pending(Instant until, boolean granted, @Nullable String client, String server) {}

    final String name;
    final String roid;
    final String creator;
    final Instant created;
    String sponsor;
    String code;
    Instant expires;
    @Nullable String registrant;
    List<Role> roles = new ArrayList<>();
    final Set<String> servers = new TreeSet<>();
    final Set<String> statuses = new TreeSet<>();
    List<Ds> ds = new ArrayList<>();
    @Nullable Instant updated;
    @Nullable String updater;
    @Nullable Instant transferred;
    @Nullable Transfer transfer;
    @Nullable Pending pending;
    Instant addGraceUntil;
    Instant autoRenewUntil = Instant.MIN;
    Instant renewUntil = Instant.MIN;
    Instant transferUntil = Instant.MIN;
    @Nullable Instant redemptionUntil;
    @Nullable Instant purgeAt;
    @Nullable Instant reportUntil;

    Domain(
            String name,
            String roid,
            String creator,
            Instant created,
            Instant expires,
            String code) {
        this.name = name;
        this.roid = roid;
        this.creator = creator;
        this.created = created;
        this.sponsor = creator;
        this.expires = expires;
        this.code = code;
        this.addGraceUntil = created.plus(ADD_GRACE);
    }

    boolean transferPending() {
        return transfer != null && transfer.status().equals("pending");
    }

    boolean deleted() {
        return redemptionUntil != null || purgeAt != null || reportUntil != null;
    }

    /** In the zone, if it has name servers. */
    boolean delegated() {
        return pending == null
                && !deleted()
                && !statuses.contains("clientHold")
                && !statuses.contains("serverHold")
                && !servers.isEmpty();
    }

    /** The next thing that happens by itself. */
    Due due() {
        Instant next = expires;
        if (pending != null) {
            next = pending.until();
        } else if (purgeAt != null) {
            next = purgeAt;
        } else if (reportUntil != null) {
            next = reportUntil;
        } else if (redemptionUntil != null) {
            next = redemptionUntil;
        } else if (transfer != null && transferPending() && transfer.due().isBefore(next)) {
            next = transfer.due();
        }
        return new Due(next, name);
    }

    /** As RFC 5731 tells them. */
    Set<String> toldStatuses() {
        Set<String> told = new TreeSet<>(statuses);
        if (pending != null) {
            told.add("pendingCreate");
        }
        if (transferPending()) {
            told.add("pendingTransfer");
        }
        if (deleted()) {
            told.add("pendingDelete");
        }
        if (servers.isEmpty()) {
            told.add("inactive");
        }
        if (told.isEmpty()) {
            told.add("ok");
        }
        return told;
    }

    /** As RFC 3915 tells them. */
    Set<String> graceStatuses(Instant now) {
        Set<String> told = new TreeSet<>();
        if (reportUntil != null) {
            told.add("pendingRestore");
        } else if (redemptionUntil != null) {
            told.add("redemptionPeriod");
        } else if (purgeAt != null) {
            told.add("pendingDelete");
        } else {
            add(told, "addPeriod", addGraceUntil, now);
            add(told, "autoRenewPeriod", autoRenewUntil, now);
            add(told, "renewPeriod", renewUntil, now);
            add(told, "transferPeriod", transferUntil, now);
        }
        return told;
    }

    private static void add(Set<String> told, String status, Instant until, Instant now) {
        if (now.isBefore(until)) {
            told.add(status);
        }
    }
}
