package dev.plat.domains;

import dev.plat.chassis.Chassis;

/** The domains service. */
public final class DomainsApplication {

    private DomainsApplication() {}

    public static void main(String[] args) {
        var _ = Chassis.run(DomainsApplication.class, args);
    }
}
