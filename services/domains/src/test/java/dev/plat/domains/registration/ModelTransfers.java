package dev.plat.domains.registration;

import dev.plat.domains.registrar.Reply;
import dev.plat.domains.registrar.Secret;
import dev.plat.domains.registrar.Transfer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Names on their way to us in the model of a registry: five days, in which the other may say no.
 */
final class ModelTransfers {

    static final String RIVAL = "rival";
    private static final int DAYS = 5;

    private final Map<String, ModelRegistry.Held> names;
    private final RandomGenerator random;
    private final Map<String, Transfer> last = new HashMap<>();
    private final Map<String, Boolean> granted = new HashMap<>();

    ModelTransfers(Map<String, ModelRegistry.Held> names, RandomGenerator random) {
        this.names = names;
        this.random = random;
    }

    Reply<Transfer> request(String name, Secret code, Instant now) {
        ModelRegistry.Held held = names.get(name);
        if (held == null) {
            return new Reply.Refused<>(2303, "not there");
        }
        if (held.registrar().equals(ModelRegistry.OURS)) {
            return new Reply.Refused<>(2106, "yours already");
        }
        if (pending(name)) {
            return new Reply.Refused<>(2300, "under way");
        }
        if (!held.code().equals(code)) {
            return new Reply.Refused<>(2202, "not this one's");
        }
        boolean yes = random.nextInt(3) > 0;
        Duration term = yes ? Duration.ofDays(DAYS) : Duration.ofHours(random.nextInt(1, 120));
        granted.put(name, yes);
        last.put(
                name,
                new Transfer(
                        name,
                        "pending",
                        ModelRegistry.OURS,
                        now,
                        RIVAL,
                        now.plus(term),
                        Optional.empty()));
        return new Reply.Pending<>();
    }

    boolean pending(String name) {
        Transfer transfer = last.get(name);
        return transfer != null && transfer.status().equals("pending");
    }

    Reply<Transfer> query(String name) {
        Transfer transfer = last.get(name);
        return transfer == null ? new Reply.Refused<>(2301, "none") : new Reply.Done<>(transfer);
    }

    /** Those that are over by now, and were not before. */
    List<Transfer> at(Instant now) {
        List<Transfer> over = new ArrayList<>();
        for (Transfer transfer : List.copyOf(last.values())) {
            String name = transfer.name();
            ModelRegistry.Held held = names.get(name);
            if (held == null || !pending(name) || transfer.due().isAfter(now)) {
                continue;
            }
            boolean yes = granted.getOrDefault(name, false);
            Transfer ended =
                    new Transfer(
                            name,
                            yes ? "serverApproved" : "clientRejected",
                            transfer.by(),
                            transfer.asked(),
                            transfer.from(),
                            now,
                            Optional.empty());
            last.put(name, ended);
            over.add(ended);
            if (yes) {
                names.put(name, new ModelRegistry.Held(transfer.by(), held.code(), false));
            }
        }
        return over;
    }
}
