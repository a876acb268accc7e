package dev.plat.ops.chaos;

import dev.plat.schemas.PlatException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ops/plat chaos …}. */
@Command(
        name = "plat chaos",
        mixinStandardHelpOptions = true,
        description =
                "Break real processes on purpose and hold their accounts against the databases.",
        subcommands = {
            GrowCommand.class,
            StaleCommand.class,
            KillCommand.class,
            PurchasesCommand.class,
            RegistryCommand.class,
            SchemaCommand.class
        })
public final class Chaos implements Runnable {

    static final int FAULT_FOUND = 1;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    public static void main(String[] arguments) {
        System.exit(
                new CommandLine(new Chaos())
                        .setExecutionExceptionHandler(Chaos::explain)
                        .execute(arguments));
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
        return FAULT_FOUND;
    }
}
