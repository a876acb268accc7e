package dev.plat.ops.bench;

import dev.plat.schemas.PlatException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ops/plat bench …}. */
@Command(
        name = "plat bench",
        mixinStandardHelpOptions = true,
        description =
                "Measure Plat against its targets: router, ledger and webhooks on servers of their own,"
                        + " renewals in virtual years.",
        subcommands = {
            RouterCommand.class,
            BudgetCommand.class,
            RenewalsCommand.class,
            LedgerCommand.class,
            WebhooksCommand.class
        })
public final class Bench implements Runnable {

    static final int TARGET_MISSED = 1;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(line().execute(arguments));
    }

    static CommandLine line() {
        return new CommandLine(new Bench()).setExecutionExceptionHandler(Bench::explain);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }

    private static int explain(Exception failure, CommandLine line, CommandLine.ParseResult parsed)
            throws Exception {
        if (!(failure instanceof PlatException known)) {
            throw failure;
        }
        PrintWriter err = line.getErr();
        err.println("plat: " + known.text() + " [" + known.code().text() + "]");
        known.facts().forEach((key, value) -> err.println("      " + key + ": " + value));
        err.flush();
        return TARGET_MISSED;
    }
}
