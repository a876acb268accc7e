package dev.plat.ops.sandbox.card.api;

import dev.plat.ops.sandbox.card.desk.Refusal;
import dev.plat.ops.sandbox.card.store.Change;
import dev.plat.ops.sandbox.card.store.Item;
import java.sql.SQLException;

/** Objects by kind and id, or the refusal. */
final class Found {

    private Found() {}

    static Item one(Change change, String kind, String id, String param) throws SQLException {
        return change.find(id)
                .filter(item -> item.kind().equals(kind))
                .orElseThrow(() -> Refusal.unknown(kind, param, id));
    }

    static Item locked(Change change, String kind, String id) throws SQLException {
        return change.lock(kind, id)
                .orElseThrow(() -> Refusal.unknown(kind, kind.replace("payment_", ""), id));
    }
}
