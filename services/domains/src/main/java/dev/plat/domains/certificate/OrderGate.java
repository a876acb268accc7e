package dev.plat.domains.certificate;

/**
 * Asked before an order is made at a CA, and told how CAs fare, so that no worker in any process
 * goes beyond what a CA allows.
 *
 * <p>Threads: safe; blocking.
 */
public interface OrderGate {

    /** Lets everything pass, for a CA that counts nothing. */
    OrderGate OPEN =
            new OrderGate() {
                @Override
                public void pass(OrderRow order) {}

                @Override
                public void answered(String issuer) {}

                @Override
                public void failed(String issuer) {}
            };

    /**
     * Returns when the order may be made now; what the order itself costs is taken by then. What
     * the certificate costs is spent by {@link IssuedEvents#requested}.
     *
     * @throws CaFailure {@code rate} with the time to wait for
     */
    void pass(OrderRow order);

    /** The CA answered something that is not its own failure. */
    void answered(String issuer);

    /** The CA did not answer, or with a failure of its own. */
    void failed(String issuer);
}
