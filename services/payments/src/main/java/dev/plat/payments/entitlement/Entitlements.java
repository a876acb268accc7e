package dev.plat.payments.entitlement;

import dev.plat.payments.catalogue.Catalogue;
import dev.plat.payments.outgoing.Event;
import dev.plat.payments.outgoing.EventType;
import dev.plat.payments.outgoing.Telling;
import dev.plat.payments.subscription.Subscription;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/**
 * The table {@code entitlement}, and that each of its versions is sent on: both in the transaction
 * that changes what they follow from.
 *
 * <p>Threads: safe.
 */
public final class Entitlements {

    private final Catalogue catalogue;
    private final JsonMapper json;
    private final Sending sending;
    private final Telling telling = new Telling();

    /** Hands a version on in the same transaction. */
    @FunctionalInterface
    public interface Sending {
        void send(Tx tx, Id account, Versioned versioned) throws SQLException;
    }

    /**
     * One version.
     *
     * @param version rises with each change; the higher one counts
     */
    public record Versioned(long version, Entitlement entitlement) {}

    public Entitlements(Catalogue catalogue, JsonMapper json, Sending sending) {
        this.catalogue = catalogue;
        this.json = json;
        this.sending = sending;
    }

    /** The account is on this now, or on nothing. */
    public void derive(Tx tx, Id account, Optional<Subscription> live, Instant now)
            throws SQLException {
        Entitlement follows = Entitlement.of(live, catalogue);
        if (read(tx, account).map(Versioned::entitlement).filter(follows::equals).isPresent()) {
            return;
        }
        String sql =
                """
                INSERT INTO entitlement AS e (bucket, account_id, version, plan, state, limits, changed)
                VALUES (?, ?, 1, ?, ?, ?::jsonb, ?)
                ON CONFLICT (bucket, account_id) DO UPDATE
                SET version = e.version + 1, plan = EXCLUDED.plan, state = EXCLUDED.state,
                    limits = EXCLUDED.limits, changed = EXCLUDED.changed
                RETURNING version\
                """;
        try (PreparedStatement write = tx.connection().prepareStatement(sql)) {
            write.setShort(1, (short) tx.bucket().number());
            write.setObject(2, account.uuid());
            write.setString(3, follows.plan());
            write.setString(4, follows.state().text());
            write.setString(5, text(follows.limits()));
            write.setObject(6, now.atOffset(ZoneOffset.UTC));
            try (ResultSet row = write.executeQuery()) {
                row.next();
                Versioned versioned = new Versioned(row.getLong(1), follows);
                sending.send(tx, account, versioned);
                tell(tx, account, versioned, now);
            }
        }
    }

    private void tell(Tx tx, Id account, Versioned versioned, Instant now) throws SQLException {
        String version = Long.toString(versioned.version());
        telling.tell(
                tx,
                new Event(
                        EventType.ENTITLEMENT_CHANGED,
                        account,
                        version,
                        now,
                        Map.of(
                                "version", version,
                                "plan", versioned.entitlement().plan(),
                                "state", versioned.entitlement().state().text()),
                        Optional.empty()));
    }

    /** What counts for an account; one that never paid has the free plan in version 0. */
    public Versioned current(Tx tx, Id account) throws SQLException {
        return read(tx, account)
                .orElseGet(() -> new Versioned(0, Entitlement.of(Optional.empty(), catalogue)));
    }

    private Optional<Versioned> read(Tx tx, Id account) throws SQLException {
        String sql =
                "SELECT version, plan, state, limits FROM entitlement WHERE bucket = ? AND account_id = ?";
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setShort(1, (short) tx.bucket().number());
            select.setObject(2, account.uuid());
            try (ResultSet row = select.executeQuery()) {
                return row.next()
                        ? Optional.of(
                                new Versioned(
                                        row.getLong(1),
                                        new Entitlement(
                                                row.getString(2),
                                                Entitlement.State.of(row.getString(3)),
                                                limits(row.getString(4)))))
                        : Optional.empty();
            }
        }
    }

    private String text(Map<String, Long> limits) {
        try {
            return new String(json.writeValueAsBytes(limits), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException("limits do not become JSON", e);
        }
    }

    private Map<String, Long> limits(String text) {
        try {
            return json.readValue(text, Argument.mapOf(String.class, Long.class));
        } catch (IOException e) {
            throw new IllegalStateException("limits are no JSON", e);
        }
    }
}
