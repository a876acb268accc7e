package dev.plat.domains.registration;

import dev.plat.domains.registrar.DomainInfo;
import dev.plat.domains.registrar.Message;
import dev.plat.domains.registrar.Nothing;
import dev.plat.domains.registrar.Purchase;
import dev.plat.domains.registrar.Registered;
import dev.plat.domains.registrar.Registrar;
import dev.plat.domains.registrar.Reply;
import dev.plat.domains.registrar.Step;
import dev.plat.domains.registrar.Transfer;
import dev.plat.router.core.ControlPoints;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives orders: stores what it is about to do, does it outside any transaction, stores what it
 * heard. It may end at any point, and another goes on from what is stored.
 *
 * <p>Threads: safe; an order is worked at by one at a time, and the later one's word counts.
 */
public final class OrderDriver {

    private static final Logger LOG = LoggerFactory.getLogger(OrderDriver.class);
    private static final int BATCH = 100;

    /** A create, what the registry says of it, and room for one that is repeated. */
    private static final int STEPS_MAX = 4;

    private final String registry;
    private final List<String> servers;
    private final OrderBook book;
    private final Registrar registrar;
    private final OrderMachine machine;
    private final InstantSource clock;
    private final ControlPoints points;

    /**
     * For one registry.
     *
     * @param registry its name, under which its messages are kept
     * @param id ours there
     * @param servers whom bought names are delegated to; the registry knows them
     * @param clock the registry's own where that is turned, else the real one
     */
    public OrderDriver(
            String registry,
            String id,
            List<String> servers,
            OrderBook book,
            Registrar registrar,
            Pace pace,
            InstantSource clock,
            ControlPoints points) {
        this(
                registry,
                servers,
                book,
                registrar,
                new OrderMachine(id, Guards.ALL, pace.order()),
                clock,
                points);
    }

    OrderDriver(
            String registry,
            List<String> servers,
            OrderBook book,
            Registrar registrar,
            OrderMachine machine,
            InstantSource clock,
            ControlPoints points) {
        this.registry = registry;
        this.servers = List.copyOf(servers);
        this.book = book;
        this.registrar = registrar;
        this.machine = machine;
        this.clock = clock;
        this.points = points;
    }

    /** The buyer has paid. A repeat changes nothing. */
    public Order submit(Id order) {
        Instant now = clock.instant();
        book.change(
                order,
                found ->
                        found.state() == OrderState.HELD
                                ? Optional.of(found.submit(now))
                                : Optional.empty());
        return book.find(order).orElseThrow();
    }

    /**
     * One step of each order that is due.
     *
     * @return how many
     */
    public int advance() {
        int steps = 0;
        for (Id order : book.due(clock.instant(), BATCH)) {
            if (advance(order)) {
                steps++;
            }
        }
        return steps;
    }

    /** Something was heard of what it waits for: it is due now. */
    void hasten(Id order) {
        Instant now = clock.instant();
        book.change(
                order,
                found ->
                        found.state() == OrderState.PENDING
                                ? Optional.of(found.waiting(found.state(), false, now))
                                : Optional.empty());
    }

    /** As many steps of one order as are due. */
    Order drive(Id id) {
        for (int step = 0; step < STEPS_MAX && advance(id); step++) {
            // What was heard may have made the next step due.
        }
        return book.find(id).orElseThrow();
    }

    /** One step of one order; false when it is not due or somebody else has it. */
    public boolean advance(Id id) {
        Instant now = clock.instant();
        AtomicReference<OrderMachine.Begun> begun = new AtomicReference<>();
        Optional<Order> stored =
                book.change(
                        id,
                        order ->
                                machine.begin(order, now)
                                        .map(step -> {
                                            begun.set(step);
                                            return step.order();
                                        }));
        if (stored.isEmpty()) {
            return false;
        }
        OrderMachine.Begun step = Objects.requireNonNull(begun.get());
        Heard heard = ask(step);
        book.change(
                id,
                order ->
                        order.epoch() == step.order().epoch()
                                ? Optional.of(machine.hear(order, heard, clock.instant()))
                                : Optional.empty());
        points.reach("epp.recorded");
        book.find(id).ifPresent(OrderDriver::tell);
        return true;
    }

    private Heard ask(OrderMachine.Begun begun) {
        Order order = begun.order();
        int attempt = Math.toIntExact(Math.max(1, order.epoch()));
        return switch (begun.ask()) {
            case CREATE -> {
                Step step = new Step(order.id().toString(), "create", attempt);
                Purchase purchase =
                        Purchase.bare(order.name(), order.years(), order.code()).servedBy(servers);
                yield new Heard.Sent(registrar.create(purchase, step));
            }
            case RENEW -> {
                Step step = new Step(order.id().toString(), "renew", attempt);
                Reply<Registered> reply =
                        registrar.renew(
                                order.name(),
                                Objects.requireNonNull(order.renews()),
                                order.years(),
                                step);
                yield new Heard.Sent(reply);
            }
            case INFO -> {
                Step step = new Step(order.id().toString(), "info", attempt);
                // a renewed name's code may have been changed since it was bought
                boolean coded =
                        machine.asksWithCode() && order.renews() == null && !order.transfers();
                Reply<DomainInfo> reply =
                        registrar.info(
                                order.name(),
                                coded ? Optional.of(order.code()) : Optional.empty(),
                                step);
                yield new Heard.Informed(reply);
            }
            case TRANSFER -> {
                Step step = new Step(order.id().toString(), "transfer", attempt);
                yield new Heard.Requested(
                        registrar.transfer(
                                Transfer.Verb.REQUEST,
                                order.name(),
                                Optional.of(order.code()),
                                step));
            }
            case TRANSFERRED -> {
                Step step = new Step(order.id().toString(), "query", attempt);
                Reply<Transfer> transfer =
                        registrar.transfer(
                                Transfer.Verb.QUERY, order.name(), Optional.empty(), step);
                // without the code: when the name has come over, another may be its code
                yield new Heard.Looked(
                        transfer,
                        registrar.info(
                                order.name(),
                                Optional.empty(),
                                new Step(order.id().toString(), "info", attempt)));
            }
        };
    }

    private static void tell(Order order) {
        if (order.state() == OrderState.PARKED) {
            LOG.error("order={} is parked: {}", order.id(), order.reason());
        }
    }

    /**
     * Takes in one message: stores it, then acknowledges it, then acts on all that are stored. So a
     * crash leaves it either with the registry, which tells it again, or with us.
     *
     * @return whether there was one
     */
    public boolean poll() {
        return poll(_ -> {});
    }

    /**
     * The same.
     *
     * @param moved is told the name of each transfer that the registry speaks of
     */
    boolean poll(Consumer<String> moved) {
        Step step = new Step("poll-" + registry, "poll", 1);
        boolean found = false;
        if (registrar.poll(step) instanceof Reply.Done<Optional<Message>>(Optional<Message> head)
                && head.isPresent()) {
            book.keep(registry, head.get());
            points.reach("poll.stored");
            Reply<Nothing> acknowledged =
                    registrar.acknowledge(head.get().id(), new Step("poll-" + registry, "ack", 1));
            points.reach("poll.acked");
            found = acknowledged instanceof Reply.Done<Nothing>;
        }
        for (Message message : book.unread(registry, BATCH)) {
            if (message.news() instanceof Message.News.Moved(Transfer transfer)) {
                moved.accept(transfer.name());
            }
            apply(message);
            book.read(registry, message.id());
        }
        return found;
    }

    private void apply(Message message) {
        if (message.news()
                instanceof Message.News.Decided(String name, boolean granted, String step)) {
            order(step)
                    .ifPresent(id ->
                            book.change(
                                    id,
                                    order ->
                                            order.name().equals(name)
                                                    ? Optional.of(
                                                            machine.hear(
                                                                    order,
                                                                    new Heard.Decided(granted),
                                                                    clock.instant()))
                                                    : Optional.empty()));
        }
    }

    /** Of {@code order/step/try}, if it is one of ours. */
    private static Optional<Id> order(String step) {
        try {
            return Optional.of(Id.parse(IdKind.REGISTRY_ORDER, step.split("/", 2)[0]));
        } catch (PlatException e) {
            return Optional.empty();
        }
    }
}
