package dev.plat.router.postgres;

import dev.plat.router.core.Deadline;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.Serial;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Comes before the pools, because virtual threads are no limit. A call passes three gates, the
 * narrowest first, so that who waits holds nothing that others could use: its bucket's (a quarter
 * of the shard's: one customer is never the whole shard), its shard's (three quarters of the
 * process's at most, fewer when the shard shows that it is too much: a slow one does not starve the
 * others), the process's. It waits until its deadline, and a second at most.
 *
 * <p>Threads: safe.
 */
final class Admission {

    private static final Duration WAIT_MAX = Duration.ofSeconds(1);
    // How long a caller waits for a shard that is away before it looks again who the owner is.
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    private final int max;
    private final int perShard;
    private final Gate process;
    private final Map<String, ShardDoor> doors = new ConcurrentHashMap<>();

    Admission(int max) {
        this.max = max;
        this.perShard = Math.max(1, max * 3 / 4);
        this.process = new Gate(max);
    }

    /** The shard has not answered for a while; nothing was sent to it. */
    static final class Shut extends SQLException {

        @Serial private static final long serialVersionUID = 1;

        Shut(String shard) {
            super(shard + " does not answer", "08001");
        }
    }

    int perShard() {
        return perShard;
    }

    ShardDoor door(String shard) {
        return doors.computeIfAbsent(shard, name -> new ShardDoor(name, perShard));
    }

    /**
     * Lets one call in.
     *
     * @param bucket null for the router's own errands and for scatters
     * @throws PlatException {@code overloaded} when it had to wait for too long
     * @throws Shut when it waited for a shard that is away; its owner may be another one by now
     */
    Permit enter(String shard, @Nullable Bucket bucket, Deadline deadline) throws Shut {
        ShardDoor door = door(shard);
        Deadline end = deadline.atMost(door.shut() ? LOOK_AGAIN : WAIT_MAX);
        Permit permit = new Permit(door);
        boolean admitted = false;
        try {
            if (bucket != null) {
                permit.bucket = take(door.gate(bucket), end, door, shard);
            }
            permit.shard = take(door.gate(), end, door, shard);
            permit.process = take(process, end, door, shard);
            permit.enteredNanos = System.nanoTime();
            admitted = true;
            return permit;
        } finally {
            if (!admitted) {
                permit.leave();
            }
        }
    }

    private Gate take(Gate gate, Deadline end, ShardDoor door, String shard) throws Shut {
        try {
            if (gate.enter(end.left().toNanos())) {
                return gate;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (door.shut()) {
            throw new Shut(shard);
        }
        throw new PlatException(
                ErrorCode.OVERLOADED,
                "Too many calls wait for the database.",
                "shard",
                shard,
                "limit",
                max);
    }

    /**
     * What a call holds while it runs; the shard learns from how it went.
     *
     * <p>Threads: for one.
     */
    static final class Permit implements AutoCloseable {

        private final ShardDoor door;
        private @Nullable Gate bucket;
        private @Nullable Gate shard;
        private @Nullable Gate process;
        private long enteredNanos;
        private boolean answered;

        private Permit(ShardDoor door) {
            this.door = door;
        }

        /** The shard said something. */
        void answered() {
            answered = true;
            door.answered();
        }

        /** The call failed in this way. */
        void failed(Refusal refusal) {
            switch (refusal) {
                case Refusal.Away _ -> {
                    answered = false;
                    door.away();
                }
                case Refusal.Full(boolean shardItself) -> {
                    answered = false;
                    if (shardItself) {
                        door.answered();
                        door.tooMuch();
                    }
                }
                case Refusal.Cancelled _ -> {
                    // Its time says nothing about how long calls take.
                    answered = false;
                    door.answered();
                    door.tooMuch();
                }
                case Refusal.Shut _ -> answered = false;
                case Refusal.Wait _,
                        Refusal.Elsewhere _,
                        Refusal.Unheard _,
                        Refusal.Unarmed _,
                        Refusal.Conflict _ ->
                        answered();
            }
        }

        @Override
        public void close() {
            if (answered) {
                door.served(System.nanoTime() - enteredNanos);
            }
            leave();
        }

        private void leave() {
            for (Gate gate : new @Nullable Gate[] {process, shard, bucket}) {
                if (gate != null) {
                    gate.leave();
                }
            }
        }
    }
}
