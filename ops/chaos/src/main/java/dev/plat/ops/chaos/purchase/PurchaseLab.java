package dev.plat.ops.chaos.purchase;

import dev.plat.ops.chaos.rig.Progress;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Many purchases while everything goes wrong, then calm, then the account. The seed draws the
 * buyers, the names' fates, the provider's faults and the order of the kills; threads and kernels
 * still choose their own moments.
 */
public final class PurchaseLab {

    private static final int NAMES_MAX = 3;
    private static final double SPOILT = 0.3;
    private static final List<String> CALLS =
            List.of(
                    "customers.create",
                    "checkout.sessions.create",
                    "checkout.sessions.retrieve",
                    "checkout.sessions.expire",
                    "checkout.sessions.list",
                    "payment_intents.retrieve",
                    "payment_intents.capture",
                    "payment_intents.cancel",
                    "refunds.create",
                    "refunds.list",
                    "events.list",
                    "page.pay");

    /** What was really done, and yet denied: only where somebody looks again. */
    private static final List<String> CONTRADICTED = List.of("payment_intents.capture", "page.pay");

    private final Settings settings;
    private final PrintStream out;
    private final Tally tally = new Tally();
    private final Queue<Purchase> late = new ConcurrentLinkedQueue<>();

    public PurchaseLab(Settings settings, PrintStream out) {
        this.settings = settings;
        this.out = out;
    }

    /**
     * What is tried.
     *
     * @param folder a new one; stays after the end
     * @param most after it no more purchases begin
     * @param together how many buyers at once
     * @param kills whether the machinery goes wrong, too
     * @param at the control points of the two services at which they are killed; empty: all
     */
    public record Settings(
            Path folder,
            int orders,
            Duration most,
            int together,
            boolean kills,
            Set<String> at,
            long seed) {}

    /**
     * What became of it.
     *
     * @param kinds of faults that were really played
     * @param bad what may not be
     */
    public record Verdict(int orders, int kinds, int kills, List<String> bad) {}

    /** Plays, settles, and looks. */
    public Verdict run() throws IOException, SQLException, InterruptedException {
        try (SaleRig rig = new SaleRig(settings.folder);
                Sale sale = new Sale(rig);
                Shop shop = new Shop(sale.checkout(), rig::now)) {
            offer(sale);
            long begin = System.nanoTime();
            List<KillPoints> points = play(rig, sale, shop);
            double played = (System.nanoTime() - begin) / 1e9;
            out.printf("all purchases begun had their course after %.0f s%n", played);
            rig.others().calm();
            sale.calm();
            sale.operator.finish();
            comeLate(sale);
            new Settling(rig, sale, out).run();
            double settled = (System.nanoTime() - begin) / 1e9;
            SaleAudit audit = SaleAudit.of(rig, sale);
            List<String> numbers = new Hideouts(rig, sale, out).search(Numbers.TYPED, Numbers.REAL);
            return new PurchaseReport(audit, numbers, tally, points, settings.at, settled, out)
                    .print();
        }
    }

    private List<KillPoints> play(SaleRig rig, Sale sale, Shop shop) throws InterruptedException {
        Random random = new Random(settings.seed);
        Tormentor tormentor =
                new Tormentor(sale, rig, new Random(settings.seed + 1), settings.at, tally, out);
        Thread torment = settings.kills ? Thread.ofPlatform().start(tormentor) : null;
        Progress bar = new Progress("purchases", settings.orders, out);
        AtomicInteger done = new AtomicInteger();
        int begun = 0;
        long end = System.nanoTime() + settings.most.toNanos();
        Semaphore places = new Semaphore(settings.together);
        try (ExecutorService buyers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (; begun < settings.orders && System.nanoTime() < end; begun++) {
                Purchase purchase =
                        new Purchase(plan(begun, random, rig), sale, shop, settings.seed);
                spoil(random, sale);
                places.acquire();
                buyers.execute(() -> {
                    try {
                        purchase.run();
                        purchase.played().forEach(tally::played);
                        if (purchase.plan().course() == Kind.PAYS_TOO_LATE) {
                            late.add(purchase);
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } catch (RuntimeException e) {
                        out.println("a buyer stumbled: " + e);
                    } finally {
                        done.incrementAndGet();
                        places.release();
                    }
                });
                bar.at(done.get(), tormentor.killed() + " kills");
            }
        }
        tormentor.end();
        if (torment != null) {
            torment.join();
        }
        List<KillPoints> points = tormentor.points();
        bar.at(begun, tormentor.killed() + " kills");
        return points;
    }

    private Purchase.Plan plan(int number, Random random, SaleRig rig) {
        List<Kind> courses = Kind.of(Kind.Group.BUYER);
        // Most buyers just pay.
        Kind course =
                random.nextInt(3) == 0 ? Kind.PAYS : courses.get(random.nextInt(courses.size()));
        boolean plan = random.nextInt(3) == 0;
        boolean nothingElse = plan && random.nextBoolean();
        List<Kind> also = new ArrayList<>();
        List<String> names = nothingElse ? List.of() : names(number, random, rig, also);
        String coupon = coupon(random, also);
        return new Purchase.Plan(
                number, course, names, plan, coupon, random.nextInt(Integer.MAX_VALUE), also);
    }

    private @Nullable String coupon(Random random, List<Kind> also) {
        List<Kind> coupons = Kind.of(Kind.Group.CART);
        int drawn = random.nextInt(4 * coupons.size());
        if (drawn >= coupons.size()) {
            return null;
        }
        also.add(coupons.get(drawn));
        return code(coupons.get(drawn));
    }

    private static String code(Kind coupon) {
        return coupon.text().toUpperCase(Locale.ROOT);
    }

    private void offer(Sale sale) throws InterruptedException {
        for (Kind coupon : Kind.of(Kind.Group.CART)) {
            sale.operators.required(
                    "POST",
                    "coupons",
                    "{\"code\": \"%s\", \"percent\": \"25\", \"most\": %d}"
                            .formatted(
                                    code(coupon),
                                    coupon == Kind.COUPON
                                            ? settings.orders
                                            : 1 + settings.orders / 50));
        }
    }

    private List<String> names(int number, Random random, SaleRig rig, List<Kind> also) {
        List<String> names = new ArrayList<>();
        for (int i = random.nextInt(NAMES_MAX); i >= 0; i--) {
            String name = "n%x-%d-%d.test".formatted(settings.seed, number, i);
            names.add(name);
            if (random.nextDouble() < SPOILT / 2) {
                List<Kind> fates = Kind.of(Kind.Group.NAME);
                Kind fate = fates.get(random.nextInt(fates.size()));
                also.add(fate);
                rig.others().names().destine(name, fate(fate));
            }
        }
        return names;
    }

    private static NameStand.Fate fate(Kind kind) {
        return switch (kind) {
            case NAME_TAKEN -> NameStand.Fate.TAKEN;
            case NAME_REFUSED -> NameStand.Fate.REFUSED;
            case NAME_REFUSED_LATE -> NameStand.Fate.REFUSED_LATE;
            case NAME_SLOW -> NameStand.Fate.SLOW;
            case NAME_ANSWER_LOST -> NameStand.Fate.ANSWER_LOST;
            case NAMES_AWAY -> NameStand.Fate.AWAY;
            default -> NameStand.Fate.GOOD;
        };
    }

    /** Waits for the next that fits, whoever it is. */
    private void spoil(Random random, Sale sale) throws InterruptedException {
        List<Kind> answers = Kind.of(Kind.Group.ANSWER);
        List<Kind> hooks = Kind.of(Kind.Group.HOOK);
        Kind answer = answers.get(random.nextInt(answers.size()));
        Kind hook = hooks.get(random.nextInt(hooks.size()));
        List<String> calls = answer == Kind.CONTRADICT ? CONTRADICTED : CALLS;
        String call = calls.get(random.nextInt(calls.size()));
        if (random.nextDouble() < SPOILT) {
            order(sale, answer, call);
        }
        if (random.nextDouble() < SPOILT) {
            order(sale, hook, "");
        }
    }

    private void order(Sale sale, Kind kind, String op) throws InterruptedException {
        try {
            sale.card.control(
                    "POST",
                    "/scripts",
                    "{\"on\": {\"op\": \"%s\"}, \"do\": \"%s\", \"seconds\": 3}"
                            .formatted(op, kind.script()));
            tally.played(kind);
        } catch (IOException e) {
            // the provider is just gone, or has enough that waits
        }
    }

    private void comeLate(Sale sale) throws IOException, InterruptedException {
        sale.turn(Duration.ofMinutes(40));
        for (Purchase purchase : late) {
            String page = purchase.page();
            if (page != null) {
                sale.card.pay(page, Numbers.GOOD);
            }
        }
    }
}
