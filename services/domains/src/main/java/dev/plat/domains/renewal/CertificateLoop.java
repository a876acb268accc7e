package dev.plat.domains.renewal;

import dev.plat.domains.certificate.CertificateIssuer;
import dev.plat.domains.certificate.Certificates;
import dev.plat.domains.certificate.DueOrder;
import dev.plat.domains.certificate.OrderWorker;
import dev.plat.domains.schedule.ServiceLine;
import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.schemas.Id;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides about names that are due and works on orders that are: at once when the bell rings, and
 * every second for what nobody rang for, such as orders that another process has left behind. Every
 * process does; rows say who has what.
 *
 * <p>Threads: one that decides, and as many as there are workers.
 */
public final class CertificateLoop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateLoop.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration SCATTER_TIME = Duration.ofSeconds(5);
    private static final Duration ENDING = Duration.ofSeconds(5);

    /** Of each shard and round. */
    private static final int AT_ONCE_MAX = 200;

    private final Router router;
    private final Certificates certificates;
    private final Plans wishes;
    private final List<String> zones;
    private final Planner planner;
    private final CaProfile ca;
    private final Budgets budgets;
    private final Circuits circuits;
    private final Revocations revocations;
    private final Bell bell;
    private final BlockingQueue<OrderWorker> idle;
    private final Set<Id> running = ConcurrentHashMap.newKeySet();
    private final PlanSql plans = new PlanSql();
    private @Nullable Thread thread;
    private CertificateIssuer.@Nullable Session session;
    private volatile boolean closed;

    /**
     * @param zones of our own, each with all names right below it
     * @param workers how many orders are worked on at once
     */
    public CertificateLoop(
            Router router,
            Certificates certificates,
            Plans wishes,
            List<String> zones,
            Planner planner,
            CaProfile ca,
            Budgets budgets,
            Bell bell,
            int workers,
            Supplier<OrderWorker> newWorker) {
        this.router = router;
        this.certificates = certificates;
        this.wishes = wishes;
        this.zones = List.copyOf(zones);
        this.planner = planner;
        this.ca = ca;
        this.budgets = budgets;
        this.circuits = new Circuits(router, ca.name());
        this.revocations = new Revocations(certificates, ca.name());
        this.bell = bell;
        this.idle = new ArrayBlockingQueue<>(workers);
        for (int i = 0; i < workers; i++) {
            idle.add(newWorker.get());
        }
    }

    public void start() {
        thread = Thread.ofPlatform().daemon().name("certificates").start(this::work);
    }

    /** What is worked on is left to the next process, which goes on where it stands. */
    @Override
    public void close() {
        closed = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            try {
                running.join(ENDING);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        idle.forEach(OrderWorker::close);
    }

    private void work() {
        boolean wanted = false;
        bell.ring();
        while (!closed) {
            try {
                bell.await(EVERY);
                if (!wanted) {
                    zones.forEach(zone -> wishes.wantZone(router, zone));
                    wanted = true;
                }
                decide();
                serve();
                revocations.tell(session());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.warn("certificates wait for the next round: {}", e.toString());
            }
        }
    }

    private void decide() {
        Collection<List<String>> parts =
                router.scatter(Deadline.in(SCATTER_TIME), tx -> plans.due(tx, AT_ONCE_MAX)).parts();
        for (List<String> part : parts) {
            for (String name : part) {
                try {
                    planner.decide(name, session());
                } catch (RuntimeException e) {
                    LOG.warn("{} is decided about later: {}", name, e.toString());
                }
            }
        }
    }

    /** Those that the CA knows first: they cost nothing more, and somebody may be waiting. */
    private void serve() throws InterruptedException {
        List<DueOrder> due = certificates.due(AT_ONCE_MAX, Deadline.in(SCATTER_TIME));
        if (due.isEmpty() || idle.isEmpty()) {
            return;
        }
        ServiceLine<Id> line = new ServiceLine<>();
        for (DueOrder each : due) {
            if (running.contains(each.order())) {
                continue;
            }
            if (each.fresh()) {
                line.add(
                        each.turn().priority(),
                        each.turn().counted(),
                        each.turn().deadline(),
                        each.order());
            } else if (!run(each.order())) {
                return;
            }
        }
        Optional<Id> next = line.size() == 0 ? Optional.empty() : next(line);
        while (next.isPresent() && run(next.get())) {
            next = next(line);
        }
    }

    private Optional<Id> next(ServiceLine<Id> line) {
        return line.next(budgets.accountHasToken());
    }

    /** False when no worker is free, or the CA is not spoken to. */
    private boolean run(Id order) {
        OrderWorker worker = idle.poll();
        if (worker == null) {
            return false;
        }
        if (!circuits.mayTry()) {
            idle.add(worker);
            return false;
        }
        running.add(order);
        Thread.ofVirtual().name("order-" + order).start(() -> run(order, worker));
        return true;
    }

    private void run(Id order, OrderWorker worker) {
        try {
            worker.run(order);
        } catch (RuntimeException e) {
            LOG.warn("{} is taken again when its lease is over: {}", order, e.toString());
        } finally {
            running.remove(order);
            if (closed || !idle.offer(worker)) {
                worker.close();
            }
            bell.ring();
        }
    }

    private CertificateIssuer.Session session() {
        CertificateIssuer.Session open = session;
        if (open == null) {
            open = ca.issuer().open();
            session = open;
        }
        return open;
    }
}
