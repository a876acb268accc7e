package dev.plat.ops.cli;

import dev.plat.ops.cli.ca.CaCommand;
import dev.plat.ops.cli.checkout.CheckoutCommand;
import dev.plat.ops.cli.domain.DomainCommand;
import dev.plat.ops.cli.payments.PaymentsCommand;
import dev.plat.ops.cli.running.Exit;
import dev.plat.ops.cli.schema.SchemaCommand;
import dev.plat.ops.cli.shard.ShardCommand;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root command. Exit codes: 0 done, 1 refused or failed (with the way out), 2 usage. */
@Command(
        name = "plat",
        description = "Build, publish and visit web sites on a sharded backend.",
        subcommands = {
            UpCommand.class,
            DownCommand.class,
            StartCommand.class,
            StatusCommand.class,
            DemoCommand.class,
            SiteCommand.class,
            ShardCommand.class,
            SchemaCommand.class,
            DomainCommand.class,
            PaymentsCommand.class,
            CheckoutCommand.class,
            CaCommand.class,
            HelpCommand.class
        },
        footer = {
            "",
            "Handled by ops/plat itself: check (fast tests), test (all tests), build.",
        })
public final class Plat implements Runnable {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Plat()).setExecutionExceptionHandler(Plat::explain);
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }

    /** A failure as a person reads it: the sentence, what was found, what would be right. */
    private static int explain(Exception failure, CommandLine line, CommandLine.ParseResult parsed)
            throws Exception {
        PrintWriter err = line.getErr();
        if (failure instanceof IOException || failure instanceof UncheckedIOException) {
            err.println("plat: a file cannot be used: " + rootOf(failure));
            err.flush();
            return Exit.REFUSED;
        }
        if (failure instanceof SQLException) {
            err.println("plat: a database does not answer as it should: " + failure.getMessage());
            err.flush();
            return Exit.REFUSED;
        }
        if (!(failure instanceof PlatException known)) {
            throw failure; // a mistake of ours: its trace is what helps
        }
        err.println("plat: " + known.text() + " [" + known.code().text() + "]");
        known.facts().forEach((key, value) -> err.println("      " + key + ": " + value));
        err.flush();
        return Exit.REFUSED;
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure : rootOf(cause);
    }
}
