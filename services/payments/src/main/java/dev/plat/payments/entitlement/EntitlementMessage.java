package dev.plat.payments.entitlement;

import dev.plat.chassis.outbox.Outbox;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;

/**
 * Tells of entitlements: a row for each service that obeys them, in the transaction that made the
 * version, so that one that is away keeps nothing from the other.
 */
@Singleton
public final class EntitlementMessage implements Entitlements.Sending {

    /** Who refuses what an account may not do. */
    public static final List<String> OBEYING = List.of("site-builder", "hosting");

    private final Outbox outbox;

    EntitlementMessage(Outbox outbox) {
        this.outbox = outbox;
    }

    static String topic(String service) {
        return "payments.entitlement." + service;
    }

    @Override
    public void send(Tx tx, Id account, Entitlements.Versioned versioned) throws SQLException {
        for (String service : OBEYING) {
            outbox.add(
                    tx,
                    topic(service),
                    Map.of(
                            "account", account.toString(),
                            "version", versioned.version(),
                            "plan", versioned.entitlement().plan(),
                            "state", versioned.entitlement().state().text(),
                            "limits", versioned.entitlement().limits()));
        }
    }
}
