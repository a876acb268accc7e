package dev.plat.router.controller.planning;

import dev.plat.router.core.plan.Plan;
import java.util.List;

/** What is to be done about an order that has just been given. */
public sealed interface Decision {

    /** Carry these, in this order. */
    record Carry(List<Plan.Batch> batches) implements Decision {

        public Carry {
            batches = List.copyOf(batches);
        }
    }

    /** Nothing: it is as wished, and the note says how. */
    record Satisfied(String note) implements Decision {}

    /** Nothing, since it cannot be; the note says why and what would help. */
    record Refused(String note) implements Decision {}
}
