package dev.plat.domains.renewal;

import dev.plat.domains.schedule.Circuit;
import dev.plat.router.core.Router;
import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;

/**
 * Whether the CA is spoken to, for all processes: each tells what it met, and one at a time probes
 * while it is open.
 *
 * <p>Threads: safe; blocking.
 */
final class Circuits {

    private final Router router;
    private final String issuer;
    private final Name key;
    private final CircuitSql circuits = new CircuitSql();
    private final PlanSql plans = new PlanSql();

    Circuits(Router router, String issuer) {
        this.router = router;
        this.issuer = issuer;
        this.key = new Name(NameKind.HOST, issuer);
    }

    Circuit now() {
        return router.read(key, tx -> circuits.find(tx, issuer));
    }

    void answered() {
        Circuit seen = now();
        if (!seen.equals(Circuit.CLOSED)) {
            router.write(key, tx -> circuits.replace(tx, issuer, seen, seen.answered()));
        }
    }

    void failed() {
        router.write(
                key,
                tx -> {
                    Circuit seen = circuits.find(tx, issuer);
                    return circuits.replace(tx, issuer, seen, seen.failed(plans.now(tx)));
                });
    }

    /** Whether one order may be sent now: always while it is closed, else as the one probe. */
    boolean mayTry() {
        Circuit seen = now();
        if (!seen.open()) {
            return true;
        }
        return router.write(
                key,
                tx -> {
                    var now = plans.now(tx);
                    return seen.probeDue(now)
                            && circuits.replace(tx, issuer, seen, seen.probing(now));
                });
    }
}
