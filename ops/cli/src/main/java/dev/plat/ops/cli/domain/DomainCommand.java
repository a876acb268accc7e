package dev.plat.ops.cli.domain;

import picocli.CommandLine.Command;

/** What concerns names of one's own. */
@Command(
        name = "domain",
        mixinStandardHelpOptions = true,
        description = {
            "Names of your own: which records to set, how far a name and its certificate are.",
            "A name is live when visitors come here by it and its certificate is on every node."
        },
        footer = {
            "",
            "Exit codes: 0 done, and of check and status: live; 1 something is missing, which is named with",
            "its record, or refused; 2 usage; 4 nothing is missing, and it is not live yet."
        },
        subcommands = {
            AddCommand.class,
            CheckCommand.class,
            StatusCommand.class,
            CertificatesCommand.class,
            RenewCommand.class,
            RevokeCommand.class,
            ReleaseCommand.class,
            RegistrationCommand.class
        })
public final class DomainCommand {}
