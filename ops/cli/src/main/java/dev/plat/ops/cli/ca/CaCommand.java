package dev.plat.ops.cli.ca;

import picocli.CommandLine.Command;

/** What concerns the cluster's own certificate authority. */
@Command(
        name = "ca",
        mixinStandardHelpOptions = true,
        description = {
            "The certificate authority of a local cluster: it signs for names that no public one knows.",
            "Whoever trusts its root trusts it for those names only."
        },
        footer = {"", "Exit codes: 0 done; 1 there is none in this folder; 2 usage."},
        subcommands = {ShowCommand.class, TrustCommand.class})
public final class CaCommand {}
