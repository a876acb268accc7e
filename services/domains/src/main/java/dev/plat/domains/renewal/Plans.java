package dev.plat.domains.renewal;

import dev.plat.domains.certificate.Certificates;
import dev.plat.domains.schedule.Reason;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;
import java.sql.SQLException;

/**
 * Says which names shall have a certificate, in the transactions that decide who holds them; a name
 * that is let go loses plan, order and keys with its hold.
 *
 * <p>Threads: safe.
 */
public final class Plans {

    private final Certificates certificates;
    private final Bell bell;
    private final PlanSql plans = new PlanSql();

    public Plans(Certificates certificates, Bell bell) {
        this.certificates = certificates;
        this.bell = bell;
    }

    /** Somebody holds the name from now on. */
    public void want(Tx tx, String name) throws SQLException {
        plans.want(tx, name, false);
        bell.ringAfter(tx);
    }

    /** Nobody holds it any more. */
    public void drop(Tx tx, String name) throws SQLException {
        plans.drop(tx, name);
        certificates.end(tx, name);
        bell.ringAfter(tx);
    }

    /** It was looked at: what waited for its set-up is decided about anew. */
    public void looked(Tx tx, String name) throws SQLException {
        if (plans.hasten(tx, name, Reason.SETUP_WRONG.text(), Reason.FAILED_TOO_OFTEN.text())) {
            bell.ringAfter(tx);
        }
    }

    /** A zone of ours: itself and all right below it, for as long as it is ours. */
    public void wantZone(Router router, String zone) {
        router.write(
                new Name(NameKind.HOST, zone),
                tx -> {
                    plans.want(tx, zone, true);
                    bell.ringAfter(tx);
                    return zone;
                });
    }
}
