package dev.plat.ops.chaos.kill;

import java.util.List;

/**
 * How a case ended.
 *
 * @param reached whether the move came by the point
 * @param end the order's last state
 * @param millis from the kill to the end
 * @param faults what was wrong afterwards
 */
record Outcome(boolean reached, String end, long millis, List<String> faults) {

    boolean good() {
        return faults.isEmpty();
    }
}
