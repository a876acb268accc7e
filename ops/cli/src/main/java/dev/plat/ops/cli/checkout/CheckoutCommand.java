package dev.plat.ops.cli.checkout;

import dev.plat.ops.cli.operator.AlarmsCommand;
import picocli.CommandLine.Command;

/** What concerns purchases. */
@Command(
        name = "checkout",
        mixinStandardHelpOptions = true,
        description = "Purchases, whosever they are.",
        footer = {"", "Exit codes: 0 done, 1 refused, or listed and parked, 2 usage."},
        subcommands = {OrdersCommand.class, AlarmsCommand.class})
public final class CheckoutCommand {}
