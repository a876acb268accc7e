package dev.plat.resources.client;

import dev.plat.resources.blob.Locator;
import dev.plat.router.core.Node;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the owners of a resource one after the other until one gives a verified answer, and the next
 * at once when one fails, or beside it when one stands still. One hit is final, since resources
 * never change. "Not found" is believed from two nodes that are sure (a put was acknowledged by two
 * of three, so two negatives and a hit cannot both be true), or from all three.
 *
 * <p>Idea of the hedge: Dean and Barroso, The Tail at Scale, CACM 56(2), 2013.
 */
final class HedgedCall<T> {

    private static final Logger LOG = LoggerFactory.getLogger(HedgedCall.class);
    private static final int SURE_NEGATIVES = 2;

    private final NodeWatch watch;
    private final Duration hedgeAfter;
    private final Function<Node, CompletableFuture<HttpResponse<byte[]>>> call;
    private final Function<HttpResponse<byte[]>, T> verify;
    private final BlockingQueue<Outcome<T>> outcomes = new LinkedBlockingQueue<>();
    private final List<CompletableFuture<?>> calls = new ArrayList<>();
    private int sureNegatives;
    private int negatives;

    HedgedCall(
            NodeWatch watch,
            Duration hedgeAfter,
            Function<Node, CompletableFuture<HttpResponse<byte[]>>> call,
            Function<HttpResponse<byte[]>, T> verify) {
        this.watch = watch;
        this.hedgeAfter = hedgeAfter;
        this.call = call;
        this.verify = verify;
    }

    private sealed interface Outcome<T> {}

    private record Hit<T>(Node node, T value) implements Outcome<T> {}

    private record Absent<T>(Node node, boolean sure) implements Outcome<T> {}

    private record Failed<T>(Node node, Throwable why) implements Outcome<T> {}

    /**
     * The first verified answer; empty when the resource does not exist.
     *
     * @throws PlatException {@code resource-unavailable}
     */
    Optional<T> run(Locator at, Owners.Copies copies) {
        List<Node> order = watch.order(copies.nodes());
        try {
            int asked = 0;
            int open = 0;
            while (asked < order.size() || open > 0) {
                if (open == 0) {
                    ask(order.get(asked++));
                    open++;
                }
                Outcome<T> outcome = await(asked < order.size());
                if (outcome == null) {
                    watch.failed(order.get(asked - 1), "it stands still");
                    ask(order.get(asked++));
                    open++;
                    continue;
                }
                open--;
                if (outcome instanceof Hit<T> hit) {
                    watch.answered(hit.node());
                    return Optional.of(hit.value());
                }
                note(at, outcome);
                if (sureNegatives >= SURE_NEGATIVES || negatives == copies.count()) {
                    return Optional.empty();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unavailable(at).causedBy(e);
        } finally {
            calls.forEach(running -> running.cancel(true));
        }
        throw unavailable(at);
    }

    private void ask(Node node) {
        CompletableFuture<HttpResponse<byte[]>> running = call.apply(node);
        calls.add(running);
        var _ =
                running.handle(
                        (response, failure) -> outcomes.add(outcome(node, response, failure)));
    }

    private Outcome<T> await(boolean mayHedge) throws InterruptedException {
        // The calls end by themselves; without anybody left to ask there is only that to wait for.
        return mayHedge
                ? outcomes.poll(hedgeAfter.toNanos(), TimeUnit.NANOSECONDS)
                : outcomes.take();
    }

    private Outcome<T> outcome(Node node, HttpResponse<byte[]> response, Throwable failure) {
        if (failure != null) {
            return new Failed<>(node, failure);
        }
        if (response.statusCode() == 404) {
            String sure = response.headers().firstValue("Plat-Sure").orElse("false");
            return new Absent<>(node, sure.equals("true"));
        }
        try {
            return new Hit<>(node, verify.apply(response));
        } catch (PlatException e) {
            return new Failed<>(node, e);
        }
    }

    private void note(Locator at, Outcome<T> outcome) {
        switch (outcome) {
            case Hit<T> _ -> throw new IllegalStateException("a hit ends the call");
            case Absent<T> absent -> {
                watch.answered(absent.node());
                negatives++;
                sureNegatives += absent.sure() ? 1 : 0;
            }
            case Failed<T> failed -> {
                if (failed.why() instanceof PlatException) {
                    LOG.warn("{} from {}: {}", at, failed.node().name(), failed.why().getMessage());
                } else {
                    watch.failed(failed.node(), String.valueOf(failed.why()));
                }
            }
        }
    }

    private static PlatException unavailable(Locator at) {
        return new PlatException(
                ErrorCode.RESOURCE_UNAVAILABLE,
                "No node that could tell answered.",
                "resource",
                at.toString());
    }
}
