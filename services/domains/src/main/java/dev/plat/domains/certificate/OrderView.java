package dev.plat.domains.certificate;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How an order stands at the CA. */
public sealed interface OrderView {

    /** Challenges are open or being looked at. */
    record Pending(Optional<Duration> retryAfter) implements OrderView {}

    /** It waits for the request. */
    record Ready() implements OrderView {}

    /** It has the request. */
    record Processing(Optional<Duration> retryAfter) implements OrderView {}

    /** The leaf, then those above it. */
    record Issued(List<X509Certificate> chain) implements OrderView {}

    /** It will never come to anything. */
    record Dead(FailureClass failure, String sentence) implements OrderView {}
}
