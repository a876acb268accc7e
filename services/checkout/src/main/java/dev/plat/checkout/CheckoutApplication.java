package dev.plat.checkout;

import dev.plat.chassis.Chassis;

/** The checkout service. */
public final class CheckoutApplication {

    private CheckoutApplication() {}

    public static void main(String[] args) {
        var _ = Chassis.run(CheckoutApplication.class, args);
    }
}
