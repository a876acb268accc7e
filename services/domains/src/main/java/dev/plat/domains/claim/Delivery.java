package dev.plat.domains.claim;

import dev.plat.router.core.Deadline;
import java.util.List;

/** The way to the nodes that serve. */
public interface Delivery {

    /**
     * Tells hosting whom the name serves, and waits for the nodes while there is time. Again
     * changes nothing.
     *
     * @throws dev.plat.schemas.PlatException when hosting cannot be told just now
     */
    Reach deliver(String name, Deadline deadline);

    /**
     * How far the news has come.
     *
     * @param reached nodes that know
     * @param missing the names of those that do not, or do not answer
     */
    record Reach(int reached, List<String> missing) {

        public Reach {
            missing = List.copyOf(missing);
        }

        public boolean complete() {
            return missing.isEmpty();
        }
    }
}
