package dev.plat.payments;

import dev.plat.chassis.Chassis;

/** The payments service. */
public final class PaymentsApplication {

    private PaymentsApplication() {}

    public static void main(String[] args) {
        var _ = Chassis.run(PaymentsApplication.class, args);
    }
}
