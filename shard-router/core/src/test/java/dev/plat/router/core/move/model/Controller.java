package dev.plat.router.core.move.model;

import dev.plat.router.core.move.MoveDriver;
import dev.plat.router.core.move.Pace;
import dev.plat.router.core.move.Superseded;
import dev.plat.router.core.move.WorldAway;
import java.time.Duration;
import java.time.Instant;

/** A process that believes it leads: it runs the real driver, dies, comes again. */
final class Controller implements Runnable {

    private static final long MICROS = 1000;

    private final History history;
    private final Hands hands;
    private final Latch latch;

    Controller(History history, Hands hands, Latch latch) {
        this.history = history;
        this.hands = hands;
        this.latch = latch;
    }

    @Override
    public void run() {
        while (true) {
            try {
                while (!latch.wins(this)) {
                    hands.pause(300_000);
                }
                leadAndDrive();
            } catch (Superseded _) {
                hands.pause(history.chance().below(1_000_000));
            } catch (WorldAway _) {
                hands.pause(history.chance().below(400_000));
            } catch (Killed _) {
                latch.leaves(this);
                hands.revive();
                hands.pause(history.chance().below(1_000_000));
            }
        }
    }

    private void leadAndDrive() {
        hands.lead();
        MoveDriver driver =
                new MoveDriver(
                        new SimulatedWorld(history, hands),
                        history::reached,
                        new SimulatedPace(),
                        history.settings(),
                        history::told);
        while (true) {
            try {
                driver.run();
                hands.pause(400_000);
            } catch (WorldAway _) {
                hands.pause(history.chance().below(200_000));
            }
        }
    }

    private final class SimulatedPace implements Pace {

        @Override
        public void pause(Duration length) {
            hands.pause(length.toNanos() / MICROS);
        }

        @Override
        public long nanos() {
            return history.now() * MICROS;
        }

        @Override
        public Instant now() {
            return Instant.EPOCH.plusNanos(nanos());
        }
    }
}
