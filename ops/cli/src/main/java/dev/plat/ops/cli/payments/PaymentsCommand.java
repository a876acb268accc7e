package dev.plat.ops.cli.payments;

import dev.plat.ops.cli.operator.AlarmsCommand;
import picocli.CommandLine.Command;

/** What concerns money. */
@Command(
        name = "payments",
        mixinStandardHelpOptions = true,
        description = "The books, held against the provider's account and against themselves.",
        footer = {"", "Exit codes: 0 clean or done, 1 differences or refused, 2 usage."},
        subcommands = {
            ReconcileCommand.class,
            LedgerCommand.class,
            RefundCommand.class,
            SettleCommand.class,
            EventsCommand.class,
            AlarmsCommand.class,
            CouponCommand.class,
            WebhooksCommand.class,
            ClockCommand.class
        })
public final class PaymentsCommand {}
