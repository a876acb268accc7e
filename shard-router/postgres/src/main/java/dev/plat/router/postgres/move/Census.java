package dev.plat.router.postgres.move;

import dev.plat.router.core.Node;
import dev.plat.router.core.move.MoveRecord;
import dev.plat.router.core.move.WorldAway;
import dev.plat.router.postgres.move.Dialer.Limits;
import dev.plat.schemas.Tier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Looks for what no unfinished move has made. First the things of all shards, then the moves and
 * the subscriptions that they belong to: a move is written down before it makes anything, and a
 * subscription before it copies a table. While a shard is silent its moves are not known, so only
 * what a ledger line gives to a shard that answered is named.
 */
final class Census {

    private static final Pattern COPY_SLOT = Pattern.compile("pg_(\\d+)_sync_\\d+_(\\d+)");

    private final Dialer dialer;
    private final Control control;

    Census(Dialer dialer, Control control) {
        this.dialer = dialer;
        this.control = control;
    }

    /**
     * A leftover, and the shard whose lock says that nobody is at it.
     *
     * @param target empty when the move is written down nowhere
     */
    record Finding(Leftover leftover, Optional<String> target) {}

    List<Leftover> of(Tier tier) {
        return findings(tier).stream().map(Finding::leftover).toList();
    }

    List<Finding> findings(Tier tier) {
        Map<String, Traces> traces = new TreeMap<>();
        Set<String> silent = new HashSet<>();
        List<Node> nodes =
                dialer.nodes(tier).stream()
                        .filter(node -> node.state() != Node.State.RETIRED)
                        .toList();
        for (Node node : nodes) {
            try (ShardLine line = line(tier, node)) {
                traces.put(node.name(), line.look(Traces::of));
            } catch (WorldAway away) {
                silent.add(node.name());
            }
        }
        Set<String> live = new HashSet<>();
        Map<String, Set<Long>> subscriptions = new HashMap<>();
        for (Node node : nodes) {
            try (ShardLine line = line(tier, node)) {
                subscriptions.put(node.name(), line.look(Traces::subscriptions));
                for (MoveRecord move : line.look(c -> MoveBook.unfinished(c, tier))) {
                    live.add(Link.tail(move.move().id()));
                }
            } catch (WorldAway away) {
                silent.add(node.name());
            }
        }
        List<Finding> findings = new ArrayList<>();
        traces.forEach((shard, trace) ->
                new OneShard(shard, trace, traces, subscriptions, live, silent, findings)
                        .collect());
        return findings;
    }

    private ShardLine line(Tier tier, Node node) {
        return new ShardLine(dialer, control, tier, node.name(), "census", Limits.STEP, _ -> {});
    }

    private record OneShard(
            String shard,
            Traces trace,
            Map<String, Traces> all,
            Map<String, Set<Long>> subscriptions,
            Set<String> live,
            Set<String> silent,
            List<Finding> findings) {

        void collect() {
            for (Traces.Thing thing : trace.things()) {
                Matcher name = Link.NAME.matcher(thing.name());
                if (name.matches()) {
                    find(thing.kind(), thing.name(), name.group(2), name.group(2));
                }
            }
            trace.copySlots().forEach(this::copySlot);
            trace.importing().forEach((bucket, move) -> find("importing", bucket.toString(), move));
            trace.given().forEach((bucket, move) -> find("rows", bucket.toString(), move));
            trace.markers().forEach(move -> find("marker", move.toString(), move));
            for (Ledger.Line line : trace.ledger()) {
                find("ledger-line", line.kind() + " " + line.name(), line.move());
            }
        }

        private void find(String kind, String name, UUID move) {
            find(kind, name, move.toString(), Link.tail(move));
        }

        private void find(String kind, String name, String move, String tail) {
            Optional<String> target =
                    trace.ledger().stream()
                            .filter(line -> Link.tail(line.move()).equals(tail))
                            .map(Ledger.Line::target)
                            .findFirst();
            boolean certain = target.map(t -> !silent.contains(t)).orElse(silent.isEmpty());
            if (certain && !live.contains(tail)) {
                findings.add(new Finding(new Leftover(shard, kind, name, move), target));
            }
        }

        /** Orphaned when the server that made it has no subscription of that number any more. */
        private void copySlot(String slot) {
            Matcher name = COPY_SLOT.matcher(slot);
            if (!name.matches()) {
                return;
            }
            long subscription = Long.parseLong(name.group(1));
            List<Set<Long>> makers =
                    all.entrySet().stream()
                            .filter(other -> other.getValue().system().equals(name.group(2)))
                            .map(other -> subscriptions.get(other.getKey()))
                            .filter(Objects::nonNull)
                            .toList();
            boolean orphan =
                    !makers.isEmpty()
                            && makers.stream().noneMatch(maker -> maker.contains(subscription));
            if (orphan) {
                findings.add(
                        new Finding(
                                new Leftover(shard, "table-slots", slot, ""), Optional.empty()));
            }
        }
    }
}
