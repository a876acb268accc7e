package dev.plat.ops.sandbox.card.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.sandbox.card.store.Item;

/** What is answered when it has been carried out; a declined card has been, too. */
record Answer(int status, ObjectNode body) {

    static Answer of(Item item) {
        return of(item.body());
    }

    static Answer of(ObjectNode body) {
        return new Answer(200, body.deepCopy());
    }
}
