package dev.plat.ops.cli.domain;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.cli.api.ApiClient;
import dev.plat.ops.cli.running.Exit;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Has a name looked at. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Look at a name's DNS now, and say what is missing, or where it is visited.",
            "Exit code: 0 live, 1 something is missing, 4 nothing is and it is not live yet."
        })
final class CheckCommand implements Callable<Integer> {

    private static final Duration EVERY = Duration.ofSeconds(1);

    @Mixin private DomainOptions options = new DomainOptions();

    @Parameters(paramLabel = "NAME", description = "A name that was asked for.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String name;

    @Option(names = "--watch", description = "Look again and again, until it is live.")
    private boolean watch;

    @Option(
            names = "--for",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "How long to watch; ${DEFAULT-VALUE} by default.")
    private int seconds;

    @Override
    public Integer call() {
        long begin = System.nanoTime();
        try (ApiClient client = options.signIn()) {
            NameView view = look(client);
            List<String> told = List.of();
            while (true) {
                List<String> lines = view.lines();
                if (!lines.equals(told)) {
                    options.tell(view.event("seen"));
                    options.say(lines);
                    told = lines;
                }
                long left = Duration.ofSeconds(seconds).toNanos() - (System.nanoTime() - begin);
                if (view.live() || !watch || left <= 0) {
                    return rested(view);
                }
                LockSupport.parkNanos(Math.min(left, EVERY.toNanos()));
                if (Thread.interrupted()) {
                    return rested(view);
                }
                view = look(client);
            }
        }
    }

    private int rested(NameView view) {
        ObjectNode event = new ObjectMapper().createObjectNode();
        event.put("event", "rested");
        event.put("name", view.name());
        event.put("live", view.live());
        event.put("exit", view.exit());
        options.tell(event);
        if (view.exit() == Exit.STILL_RUNNING) {
            options.say(List.of("  nothing is missing; " + view.next()));
        }
        return view.exit();
    }

    /** What is known when it was looked at a moment ago: that is as good. */
    private NameView look(ApiClient client) {
        String path = DomainOptions.path(name);
        try {
            return new NameView(client.domains("POST", path + "/check", null));
        } catch (PlatException e) {
            if (e.code() != ErrorCode.RATE_LIMITED) {
                throw e;
            }
            return new NameView(client.domains("GET", path, null));
        }
    }
}
