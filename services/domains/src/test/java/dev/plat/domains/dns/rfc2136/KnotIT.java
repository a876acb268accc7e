package dev.plat.domains.dns.rfc2136;

import dev.plat.domains.dns.NameServerPlan;
import dev.plat.domains.dns.NameServers;

class KnotIT extends Rfc2136Contract {

    @Override
    NameServerPlan plan() {
        return NameServers.knot();
    }

    /** It does not sign its REFUSED: the key belongs to the zone. */
    @Override
    protected boolean saysWhatIsMissing() {
        return false;
    }
}
