package dev.plat.hosting;

import dev.plat.chassis.Chassis;

/** The hosting service: visitors on {@code plat.edge.port}, the API on Micronaut's port. */
public final class HostingApplication {

    private HostingApplication() {}

    public static void main(String[] args) {
        var _ = Chassis.run(HostingApplication.class, args);
    }
}
