package dev.plat.payments.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Many want a coupon that few may have. */
@Servers(postgres = 1, tier = "payments")
final class CouponRacesIT extends CouponsOnAServer {

    private static final int MOST = 10;
    private static final int BUYERS = 64;
    private static final int ORDERS = 40;
    private static final int CALLS = 8;

    CouponRacesIT(PostgresServers servers) {
        super(servers);
    }

    /**
     * Sixty-four buyers at once for ten, each asking twice; some of those who have it give their
     * order up, and the others try again; then all are delivered, twice.
     */
    @SeededTest(cases = 4)
    void ofManyAtOnceExactlyAsManyAsMayHaveIt(Seed seed) throws Exception {
        String code = offered(MOST);
        Random order = new Random(seed.random().nextLong());
        List<Buyer> buyers = new ArrayList<>();
        for (int i = 0; i < BUYERS; i++) {
            buyers.add(buyer());
        }

        Set<Buyer> holders = Set.copyOf(race(code, buyers, order));
        assertThat(holders).hasSize(MOST);
        assertCounts(code, MOST, 0);

        List<Buyer> givenUp = holders.stream().limit(order.nextInt(1, MOST)).toList();
        atOnce(twice(givenUp), order, it -> coupons.release(code, it.order()));
        List<Buyer> others =
                buyers.stream()
                        .filter(it -> !holders.contains(it))
                        .map(it -> new Buyer(it.account(), ids.next(IdKind.ORDER, it.account())))
                        .toList();
        Set<Buyer> next = Set.copyOf(race(code, others, order));
        assertThat(next).hasSize(givenUp.size());

        List<Buyer> have = new ArrayList<>(next);
        holders.stream().filter(it -> !givenUp.contains(it)).forEach(have::add);
        atOnce(twice(have), order, it -> coupons.confirm(code, it.order()));
        assertCounts(code, 0, MOST);
        Buyer late = buyer();
        refused(() -> coupons.hold(code, late.account(), late.order()), "used-up");
    }

    /** A hold whose answer was lost is asked for again while the first is still under way. */
    @SeededTest(cases = 4)
    void callsForOneOrderAtOnceAreOneHold(Seed seed) throws Exception {
        String code = offered(ORDERS);
        Random order = new Random(seed.random().nextLong());
        for (int i = 0; i < ORDERS; i++) {
            Buyer buyer = buyer();
            atOnce(
                    Collections.nCopies(CALLS, buyer),
                    order,
                    it -> coupons.hold(code, it.account(), it.order()));
        }
        assertCounts(code, ORDERS, 0);
    }

    /** The buyer gives the order up while its coupon is being held. */
    @SeededTest(cases = 4)
    void whatIsLetGoWhileItIsHeldIsFreeForTheNextOrder(Seed seed) throws Exception {
        String code = offered(1);
        Random order = new Random(seed.random().nextLong());
        for (int i = 0; i < ORDERS; i++) {
            Buyer buyer = buyer();
            AtomicInteger turn = new AtomicInteger();
            atOnce(
                    List.of(buyer, buyer),
                    order,
                    it -> {
                        if (turn.getAndIncrement() == 0) {
                            coupons.release(code, it.order());
                        } else {
                            heldOrLetGo(code, it);
                        }
                    });
            assertCounts(code, 0, 0);
            Id next = ids.next(IdKind.ORDER, buyer.account());
            coupons.hold(code, buyer.account(), next);
            coupons.release(code, next);
        }
    }

    private void heldOrLetGo(String code, Buyer buyer) {
        try {
            coupons.hold(code, buyer.account(), buyer.order());
        } catch (PlatException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.ORDER_STATE);
        }
    }

    /** Who got it. */
    private List<Buyer> race(String code, List<Buyer> buyers, Random order) throws Exception {
        ConcurrentLinkedQueue<Buyer> got = new ConcurrentLinkedQueue<>();
        atOnce(
                twice(buyers),
                order,
                it -> {
                    try {
                        coupons.hold(code, it.account(), it.order());
                        got.add(it);
                    } catch (PlatException e) {
                        assertThat(e.facts()).containsEntry("rule", "used-up");
                    }
                });
        return List.copyOf(Set.copyOf(got));
    }

    private static List<Buyer> twice(List<Buyer> buyers) {
        List<Buyer> twice = new ArrayList<>(buyers);
        twice.addAll(buyers);
        return twice;
    }

    private interface Act {
        void by(Buyer buyer);
    }

    private static void atOnce(List<Buyer> buyers, Random order, Act act) throws Exception {
        List<Buyer> mixed = new ArrayList<>(buyers);
        Collections.shuffle(mixed, order);
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(BUYERS)) {
            List<Future<?>> done = new ArrayList<>();
            for (Buyer buyer : mixed) {
                Callable<Boolean> work =
                        () -> {
                            start.await();
                            act.by(buyer);
                            return true;
                        };
                done.add(threads.submit(work));
            }
            start.countDown();
            for (Future<?> each : done) {
                each.get();
            }
        }
    }
}
