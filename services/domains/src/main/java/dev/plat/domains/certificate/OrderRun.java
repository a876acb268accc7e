package dev.plat.domains.certificate;

import dev.plat.chassis.seal.Aad;
import dev.plat.chassis.seal.SealedKey;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.net.URI;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One claimed order, from where its row says it stands to its end.
 *
 * <p>The rule of every step: what it needs is in the row before it reaches out, and what came of it
 * is written under the epoch. So a step that was cut off is made again by whoever comes next, on
 * the same order of the CA and with the same request, and one who was overtaken in his sleep writes
 * nothing and goes no further. The one thing that can come twice is an empty order at the CA (step
 * one, cut off before the URL was stored); it lapses, since only the stored one is ever proven.
 */
final class OrderRun {

    private final OrderParts parts;
    private final CertificateIssuer.Session ca;
    private OrderRow order;
    private Deadline renewal;

    OrderRun(OrderParts parts, CertificateIssuer.Session ca, OrderRow order) {
        this.parts = parts;
        this.ca = ca;
        this.order = order;
        this.renewal = nextRenewal();
    }

    OrderRow order() {
        return order;
    }

    void toEnd() {
        while (order.state() != OrderState.DONE) {
            step();
        }
    }

    /** Gives the order up for good. */
    void fail(FailureClass failure, String sentence) {
        change(tx -> {
            if (!parts.orders().failed(tx, order, failure, sentence)) {
                return false;
            }
            parts.events().failed(tx, order, failure, sentence);
            return true;
        });
        toEnd();
    }

    /** Lets the order go for a while. */
    void postpone(FailureClass failure, String sentence, Duration wait) {
        change(tx -> parts.orders().postpone(tx, order, failure, sentence, wait));
    }

    /** Lets the order, whose outcome stands, go for a while. */
    void postpone(Duration wait) {
        change(tx -> parts.orders().postpone(tx, order, wait));
    }

    /** Ends it, whatever is still published. */
    void abandon() {
        change(tx -> {
            parts.challenges().delete(tx, order);
            return parts.orders().advance(tx, order, OrderState.DONE);
        });
    }

    private void step() {
        switch (order.state()) {
            case WANTED -> create();
            case ORDERED -> offer();
            case PUBLISHED -> publish();
            case TRIGGERED -> prove();
            case KEYED -> finish();
            case ISSUED, FAILED -> tidy();
            case DONE -> {}
        }
    }

    private void create() {
        Optional<X509Certificate> replaced = replaced();
        hold();
        parts.gate().pass(order);
        URI url = ca.create(order.names(), replaced);
        parts.gate().answered(order.issuer());
        parts.points().reach("order.created");
        change(tx -> parts.orders().ordered(tx, order, url));
    }

    private void offer() {
        hold();
        switch (ca.look(url())) {
            case OrderView.Pending _ -> {
                List<Challenge> open = ca.challenges(url(), order.challenge());
                change(tx -> {
                    parts.challenges().insert(tx, order, open);
                    return parts.orders().advance(tx, order, OrderState.PUBLISHED);
                });
                parts.points().reach("challenge.stored");
            }
            case OrderView.Ready _ -> seal();
            case OrderView.Processing _, OrderView.Issued _ ->
                    throw new CaFailure(
                            FailureClass.OURS, "The CA has a request that is not ours.");
            case OrderView.Dead dead -> throw new CaFailure(dead.failure(), dead.sentence());
        }
    }

    private void publish() {
        List<Challenge> open = published();
        hold();
        Deadline deadline = Deadline.in(parts.pace().confirm());
        parts.publisher().publish(open, deadline);
        for (Challenge each : open) {
            awaitVisible(each, deadline);
        }
        parts.points().reach("challenge.confirmed");
        change(tx -> parts.orders().advance(tx, order, OrderState.TRIGGERED));
    }

    /** Nothing is asked of the CA that would cost a failed validation. */
    private void awaitVisible(Challenge challenge, Deadline deadline) {
        Pauses pauses = new Pauses(parts.pace());
        while (!parts.publisher().visible(challenge, deadline)) {
            if (deadline.passed()) {
                throw new CaFailure(
                        FailureClass.ANSWER,
                        "The answer to the CA cannot be seen from outside: "
                                + challenge.kind().text()
                                + " at "
                                + challenge.identifier());
            }
            pauses.rest(Optional.empty());
        }
    }

    private void prove() {
        List<Challenge> open = published();
        hold();
        open.forEach(ca::trigger);
        parts.points().reach("challenge.triggered");
        switch (decided()) {
            case OrderView.Ready _ -> seal();
            case OrderView.Dead dead -> throw new CaFailure(dead.failure(), dead.sentence());
            case OrderView.Pending _, OrderView.Processing _, OrderView.Issued _ ->
                    throw new CaFailure(
                            FailureClass.OURS, "The CA has a request that is not ours.");
        }
    }

    /** From here on nobody needs the key: the request is enough to go on. */
    private void seal() {
        KeyPair key = parts.requests().newKey();
        byte[] request = parts.requests().request(key, order.names());
        Id certificate = parts.ids().next(IdKind.CERTIFICATE, order.key());
        String kid = parts.sealer().kid();
        byte[] pkcs8 = key.getPrivate().getEncoded();
        SealedKey sealed;
        try {
            sealed =
                    parts.sealer()
                            .seal(pkcs8, new Aad(certificate.toString(), order.served(), kid));
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
        change(tx -> {
            if (!parts.orders().keyed(tx, order, certificate, request, kid, sealed.bytes())) {
                return false;
            }
            parts.events().requested(tx, order);
            return true;
        });
        parts.points().reach("key.sealed");
    }

    private void finish() {
        byte[] request = Objects.requireNonNull(order.request());
        hold();
        OrderView view = ca.look(url());
        if (view instanceof OrderView.Ready) {
            view = ca.finalise(url(), request);
        }
        parts.points().reach("order.finalised");
        if (view instanceof OrderView.Processing || view instanceof OrderView.Pending) {
            view = decided();
        }
        switch (view) {
            case OrderView.Issued issued -> store(issued.chain(), request);
            case OrderView.Dead dead -> throw new CaFailure(dead.failure(), dead.sentence());
            case OrderView.Pending _, OrderView.Ready _, OrderView.Processing _ ->
                    throw new CaFailure(FailureClass.SERVER, "The CA did not take the request.");
        }
    }

    private void store(List<X509Certificate> chain, byte[] request) {
        ChainCheck.check(chain, order.names(), request, parts.clock().instant());
        Id certificate = Objects.requireNonNull(order.certificate());
        SealedKey key =
                new SealedKey(
                        Objects.requireNonNull(order.kid()),
                        Objects.requireNonNull(order.sealedKey()));
        change(tx -> {
            if (!parts.orders().advance(tx, order, OrderState.ISSUED)) {
                return false;
            }
            parts.certificates().insert(tx, order, certificate, key, chain);
            parts.events().issued(tx, certificate, order.name());
            return true;
        });
        parts.points().reach("certificate.stored");
    }

    private void tidy() {
        List<Challenge> open = published();
        if (!open.isEmpty()) {
            parts.publisher().withdraw(open, Deadline.in(parts.pace().confirm()));
        }
        abandon();
    }

    /** Looks until the CA is neither waiting for a proof nor at work. */
    private OrderView decided() {
        Deadline deadline = Deadline.in(parts.pace().poll());
        Pauses pauses = new Pauses(parts.pace());
        while (true) {
            if (renewal.passed()) {
                hold();
            }
            OrderView view = ca.look(url());
            Optional<Duration> asked;
            switch (view) {
                case OrderView.Pending pending -> asked = pending.retryAfter();
                case OrderView.Processing processing -> asked = processing.retryAfter();
                case OrderView.Ready _, OrderView.Issued _, OrderView.Dead _ -> {
                    return view;
                }
            }
            if (deadline.passed()) {
                throw new CaFailure(FailureClass.SERVER, "The CA has not decided in time.");
            }
            pauses.rest(asked);
        }
    }

    private List<Challenge> published() {
        return parts.router().read(order.key(), tx -> parts.challenges().ofOrder(tx, order));
    }

    private Optional<X509Certificate> replaced() {
        Id replaces = order.replaces();
        if (replaces == null) {
            return Optional.empty();
        }
        return parts.router()
                .read(order.key(), tx -> parts.certificates().find(tx, replaces))
                .map(StoredCertificate::leaf);
    }

    private URI url() {
        return Objects.requireNonNull(order.url());
    }

    /** Before reaching out: it is still ours, and will be for as long as a call may take. */
    private void hold() {
        change(tx -> parts.orders().renew(tx, order, parts.pace().lease()));
        renewal = nextRenewal();
    }

    private Deadline nextRenewal() {
        return Deadline.in(parts.pace().lease().dividedBy(4));
    }

    private void change(Change change) {
        order =
                parts.router()
                        .write(
                                order.key(),
                                tx -> {
                                    if (!change.made(tx)) {
                                        throw new LostOrder(order);
                                    }
                                    return parts.orders().find(tx, order.order()).orElseThrow();
                                });
    }

    /** False: another process has the order. */
    @FunctionalInterface
    private interface Change {
        boolean made(Tx tx) throws SQLException;
    }
}
