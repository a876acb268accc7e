package dev.plat.ops.sandbox.card;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.plat.chassis.audit.Audit;
import dev.plat.payments.ledger.Account;
import dev.plat.payments.ledger.AccountKind;
import dev.plat.payments.ledger.Ledger;
import dev.plat.payments.money.Money;
import dev.plat.payments.operator.Minutes;
import dev.plat.payments.payment.AttemptDriver;
import dev.plat.payments.payment.AttemptState;
import dev.plat.payments.payment.Payment;
import dev.plat.payments.payment.PaymentBook.Standing;
import dev.plat.payments.payment.Payments;
import dev.plat.payments.payment.Tidings;
import dev.plat.payments.provider.Capture;
import dev.plat.payments.provider.stripe.StripeProvider;
import dev.plat.payments.provider.stripe.StripeSettings;
import dev.plat.payments.refund.RefundDriver;
import dev.plat.payments.store.PostgresPaymentBook;
import dev.plat.payments.store.PostgresRefundBook;
import dev.plat.payments.store.Settling;
import dev.plat.payments.webhook.Inbox;
import dev.plat.payments.webhook.Poller;
import dev.plat.router.core.BucketMap;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.MemoryTopology;
import dev.plat.router.core.Node;
import dev.plat.router.core.Router;
import dev.plat.router.postgres.PostgresRouter;
import dev.plat.router.postgres.PostgresSettings;
import dev.plat.router.postgres.RolePasswords;
import dev.plat.router.postgres.ShardSetup;
import dev.plat.router.testkit.PostgresServer;
import dev.plat.router.testkit.Waits;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdGenerator;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/** Plat's own side of a payment, over a real shard, with an endpoint for what it is told. */
final class PlatPayments implements AutoCloseable {

    private static final String CLUSTER = "0b1f6f5e-3c1e-4f6a-9d27-7f5f1b0e6a23";

    private final HttpServer server;
    final Router router;
    final StripeProvider provider;
    final InstantSource clock;
    private final AtomicInteger wishes = new AtomicInteger();
    final AtomicInteger refused = new AtomicInteger();
    final Payments payments;
    final AttemptDriver attempts;
    final RefundDriver refunds;
    final Inbox inbox;
    final Poller poller;
    final IdGenerator ids;
    volatile Settling settling = Settling.NOTHING;
    private volatile Duration ahead = Duration.ZERO;

    /** Makes the server a shard, and an endpoint at the provider. */
    static PlatPayments open(PostgresServer postgres, CardProcess card, RandomGenerator random)
            throws Exception {
        HttpServer server = listening();
        String secret =
                card.hook("http://127.0.0.1:" + server.getAddress().getPort() + "/webhooks");
        return new PlatPayments(
                postgres.address(),
                shardSetup(postgres),
                card.settings(List.of(secret)),
                server,
                random);
    }

    /** The same over one of its server's databases, told by whoever has the secret. */
    static PlatPayments open(
            PostgresServer postgres,
            String database,
            CardProcess card,
            String secret,
            RandomGenerator random)
            throws IOException {
        return new PlatPayments(
                postgres.address(database),
                shardSetup(postgres),
                card.settings(List.of(secret)),
                listening(),
                random);
    }

    private static HttpServer listening() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        return server;
    }

    private PlatPayments(
            String address,
            ShardSetup setup,
            StripeSettings settings,
            HttpServer server,
            RandomGenerator random) {
        this.server = server;
        clock = () -> Instant.now().plus(ahead);
        router = shard(address, setup);
        // Signatures are stamped with the real time, whatever time it is in the accounts.
        provider = new StripeProvider(settings, JsonMapper.createDefault(), InstantSource.system());
        ids = new IdGenerator(clock, random);
        Minutes minutes = Minutes.of(new Audit(JsonMapper.createDefault(), clock));
        var book =
                new PostgresPaymentBook(
                        router,
                        provider.name(),
                        clock,
                        ids,
                        ControlPoints.NONE,
                        minutes,
                        Tidings.NONE,
                        (tx, attempt, at) -> settling.settled(tx, attempt, at));
        attempts = new AttemptDriver(book, provider, clock, ControlPoints.NONE);
        refunds =
                new RefundDriver(
                        new PostgresRefundBook(router, provider.name(), clock, ids, minutes),
                        provider,
                        clock,
                        ControlPoints.NONE);
        payments = new Payments(book, attempts, ids, clock, ControlPoints.NONE);
        inbox = new Inbox(router, provider, attempts, refunds, clock, ControlPoints.NONE);
        poller = new Poller(router, provider, inbox, clock);
        server.createContext("/", this::take);
        server.start();
    }

    private static ShardSetup shardSetup(PostgresServer postgres) {
        return new ShardSetup(
                postgres.superuser(),
                postgres.superuserPassword(),
                new RolePasswords("owner-pw", "app-pw", "scan-pw", "mover-pw", "copy-pw"));
    }

    private static Router shard(String address, ShardSetup setup) {
        Node node =
                new Node(Tier.PAYMENTS, "payments-1", "zone-a", 100, Node.State.ACTIVE, address);
        BucketMap placement = BucketMap.firstPlacement(Tier.PAYMENTS, List.of(node.name()));
        setup.install(CLUSTER, List.of(node), placement);
        MemoryTopology topology = new MemoryTopology(CLUSTER);
        topology.put(node);
        topology.put(placement);
        return PostgresRouter.open(
                Tier.PAYMENTS,
                topology,
                PostgresSettings.of("test", "app-pw", "scan-pw")
                        .withPatience(Waits.scaled(Duration.ofSeconds(20))));
    }

    /** As the service's own controller does. */
    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String signature = exchange.getRequestHeaders().getFirst("Stripe-Signature");
            int status = 200;
            try {
                inbox.keep(provider.verify(body, signature), Inbox.Source.HOOK);
            } catch (PlatException e) {
                refused.incrementAndGet();
                status = e.code().httpStatus();
            }
            exchange.sendResponseHeaders(status, -1);
        }
    }

    /** Where it is told. */
    URI hooks() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/webhooks");
    }

    /** Each in a bucket of its own, whose books are then its alone. */
    Payment wish(long minor, Capture capture) {
        Id account = ids.next(IdKind.ACCOUNT, new Bucket(wishes.getAndIncrement()));
        return new Payment(
                ids.next(IdKind.PAYMENT, account),
                account,
                ids.next(IdKind.ORDER, account),
                Money.of(minor, "EUR"),
                capture,
                "https://plat-checkout.localhost/back?s={CHECKOUT_SESSION_ID}",
                "https://plat-checkout.localhost/away",
                0,
                0);
    }

    /** Both clocks. */
    void turn(CardProcess card, Duration by) {
        card.turn(by);
        turn(by);
    }

    /** Our own. */
    void turn(Duration by) {
        ahead = ahead.plus(by);
    }

    /** Everything that is due is done. */
    void work() {
        inbox.work(Runnable::run);
        attempts.advance(Runnable::run);
        refunds.advance(Runnable::run);
    }

    /** What arrives and is due is done until it stands so. */
    Standing await(Payment payment, AttemptState state) {
        Waits.until(
                payment.id() + " is " + state,
                () -> {
                    work();
                    return payments.find(payment.id()).newest().state() == state;
                });
        return payments.find(payment.id());
    }

    /** At the provider, by our books of the payment's bucket. */
    long booked(Payment payment) {
        return router.<Money>read(
                        payment.id(),
                        tx ->
                                new Ledger()
                                        .balance(
                                                tx,
                                                new Account(AccountKind.PROVIDER, "stripe"),
                                                payment.amount().currency()))
                .minor();
    }

    static RandomGenerator anyhow() {
        return new SecureRandom();
    }

    @Override
    public void close() {
        server.stop(0);
        provider.close();
        router.close();
    }
}
