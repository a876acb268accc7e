package dev.plat.domains.claim;

import dev.plat.domains.renewal.Plans;
import dev.plat.router.core.Tx;
import jakarta.inject.Singleton;
import java.sql.SQLException;

/** Who holds a name gets its certificate; who lets it go loses the key. */
@Singleton
final class HostPlans implements HostWatch {

    private final Plans plans;

    HostPlans(Plans plans) {
        this.plans = plans;
    }

    @Override
    public void changed(Tx tx, Host host) throws SQLException {
        switch (host.state()) {
            case HELD -> plans.want(tx, host.name());
            case LEAVING, OFF -> plans.drop(tx, host.name());
        }
    }

    @Override
    public void looked(Tx tx, Host host) throws SQLException {
        plans.looked(tx, host.name());
    }
}
