package dev.plat.ops.cli.payments;

import picocli.CommandLine.Command;

/** What concerns the books alone. */
@Command(
        name = "ledger",
        mixinStandardHelpOptions = true,
        description = "The books: proved row by row, or shown.",
        subcommands = {LedgerVerifyCommand.class, LedgerShowCommand.class})
final class LedgerCommand {}
