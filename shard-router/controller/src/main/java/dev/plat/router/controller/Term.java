package dev.plat.router.controller;

import dev.plat.router.core.move.MoveRecord;
import dev.plat.router.core.move.Superseded;
import dev.plat.router.core.move.WorldAway;
import dev.plat.router.core.orders.Leadership;
import dev.plat.router.core.orders.Order;
import dev.plat.router.core.orders.OrderBook;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One term of leadership: takes the tiers over, goes on with the moves it finds, carries out
 * orders, and ends when it no longer leads or a shard says so. Everything it knows it reads again
 * in its next term.
 *
 * <p>Threads: one runs it.
 */
final class Term {

    private static final Logger LOG = LoggerFactory.getLogger(Term.class);
    private static final Duration BUSY = Duration.ofMillis(200);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration REAP_EVERY = Duration.ofMinutes(1);

    private final Moves moves;
    private final OrderBook book;
    private final Leadership leadership;
    private final OrderDesk desk;
    private final Consumer<Standing> standing;
    private final LongSupplier nanos;
    private final Bell bell;
    private final Troubles<String> troubles;
    private final Set<Tier> led = new HashSet<>();
    private boolean reapSoon;
    private long reapedNanos;

    /**
     * A term that has not begun.
     *
     * @param bell rung when there may be something to do
     * @param standing told what is going on
     */
    Term(
            Moves moves,
            OrderBook book,
            Leadership leadership,
            OrderDesk desk,
            Bell bell,
            Consumer<Standing> standing,
            LongSupplier nanos) {
        this.moves = moves;
        this.book = book;
        this.leadership = leadership;
        this.desk = desk;
        this.bell = bell;
        this.standing = standing;
        this.nanos = nanos;
        this.troubles = new Troubles<>(nanos);
    }

    /** Why a term is over. */
    enum End {
        /** ZooKeeper is away, or has chosen another controller. */
        LOST,
        /** A shard takes another controller's statements, and none of this one any more. */
        SUPERSEDED
    }

    /** Returns when this process does not lead any more; an interrupt ends it at once. */
    End run() throws InterruptedException {
        LOG.info("term begins");
        try (ProgressCopy copy = new ProgressCopy(book);
                Carrier carrier = new Carrier(moves, copy, bell::ring, nanos)) {
            while (leadership.leading()) {
                boolean busy = round(carrier);
                carrier.check();
                bell.await(busy ? BUSY : IDLE);
            }
            LOG.info("term ends: ZooKeeper is away or has chosen another controller");
            return End.LOST;
        } catch (Superseded e) {
            LOG.warn("term ends: {}", e.getMessage());
            return leadership.leading() ? End.SUPERSEDED : End.LOST;
        } finally {
            standing.accept(Standing.IDLE);
        }
    }

    /** Returns whether there is something that may change soon. */
    private boolean round(Carrier carrier) {
        takeOver(carrier);
        List<Order> orders;
        try {
            orders = book.all().stream().filter(order -> !order.state().ended()).toList();
        } catch (PlatException e) {
            LOG.info("the orders cannot be read: {}", e.getMessage());
            return true;
        }
        Set<Tier> occupied = new HashSet<>();
        for (Order order : orders) {
            if (order.state() == Order.State.RUNNING || order.state() == Order.State.RETURNING) {
                occupied.add(order.tier());
            }
        }
        for (Order order : orders) {
            see(order, carrier, occupied);
        }
        adopt(orders, carrier);
        reap();
        tell(orders, carrier);
        return orders.stream().anyMatch(order -> order.state() != Order.State.SOAKING)
                || !carrier.running().isEmpty()
                || led.size() < tiers().size();
    }

    /** Tiers whose shards were led already stay so; the others are tried again. */
    private void takeOver(Carrier carrier) {
        for (Tier tier : tiers()) {
            if (led.contains(tier) || troubles.rests(tier.text())) {
                continue;
            }
            try {
                moves.lead(tier);
                Collection<MoveRecord> unfinished = moves.unfinished(tier);
                unfinished.forEach(carrier::know);
                led.add(tier);
                reapSoon = true;
                troubles.forget(tier.text());
                LOG.info("leading tier={} unfinishedMoves={}", tier.text(), unfinished.size());
            } catch (WorldAway | PlatException e) {
                rest(tier.text(), String.valueOf(e.getMessage()));
            }
        }
    }

    private void see(Order order, Carrier carrier, Set<Tier> occupied) {
        boolean ours = order.tier().kind() != Tier.Kind.DATABASE || led.contains(order.tier());
        if (!ours || troubles.rests(order.id())) {
            return;
        }
        try {
            boolean ended = desk.see(order, carrier, occupied);
            reapSoon |= ended;
            troubles.forget(order.id());
        } catch (WorldAway | PlatException e) {
            rest(order.id(), String.valueOf(e.getMessage()));
        } catch (Superseded e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("order={} met a failure nobody expected", order.id(), e);
            rest(order.id(), e.toString());
        }
    }

    private void rest(String name, String why) {
        LOG.warn("{} rests for {}: {}", name, troubles.add(name, why), why);
    }

    /** Moves without a living order are led to their end, too. */
    private static void adopt(List<Order> orders, Carrier carrier) {
        Set<UUID> ordered = new HashSet<>();
        orders.forEach(order -> ordered.addAll(order.moves()));
        for (Map.Entry<UUID, MoveRecord> entry : carrier.records().entrySet()) {
            MoveRecord record = entry.getValue();
            boolean waits = record.soakLeft().isPositive() && !record.step().ended();
            if (!ordered.contains(entry.getKey()) && !record.step().ended() && !waits) {
                carrier.drive(List.of(record.move()), record.wish());
            }
        }
    }

    private void reap() {
        boolean due = nanos.getAsLong() - reapedNanos > REAP_EVERY.toNanos();
        if (!due && !reapSoon) {
            return;
        }
        reapSoon = false;
        reapedNanos = nanos.getAsLong();
        for (Tier tier : led) {
            try {
                int removed = moves.reap(tier);
                if (removed > 0) {
                    LOG.info("reaped tier={} leftovers={}", tier.text(), removed);
                }
            } catch (WorldAway | PlatException e) {
                LOG.info("tier={} is not reaped yet: {}", tier.text(), e.getMessage());
            }
        }
    }

    private void tell(List<Order> orders, Carrier carrier) {
        List<String> waiting = new ArrayList<>();
        new TreeMap<>(troubles.texts()).forEach((name, text) -> waiting.add(name + ": " + text));
        carrier.troubles().forEach((move, trouble) -> waiting.add("move " + move + ": " + trouble));
        standing.accept(
                new Standing(
                        true,
                        led.stream().map(Tier::text).sorted().toList(),
                        orders.stream()
                                .map(order ->
                                        new Standing.OrderLine(
                                                order.id(),
                                                order.tier().text(),
                                                order.state().name().toLowerCase(Locale.ROOT),
                                                order.note()))
                                .toList(),
                        carrier.running().stream().map(UUID::toString).sorted().toList(),
                        waiting));
    }

    private static List<Tier> tiers() {
        return Arrays.stream(Tier.values())
                .filter(tier -> tier.kind() == Tier.Kind.DATABASE)
                .toList();
    }
}
