package dev.plat.domains.dns.rfc2136;

import dev.plat.domains.dns.NameServerPlan;
import dev.plat.domains.dns.NameServers;

class BindIT extends Rfc2136Contract {

    @Override
    NameServerPlan plan() {
        return NameServers.bind();
    }

    @Override
    protected boolean saysWhatIsMissing() {
        return true;
    }
}
