package dev.plat.ops.cli.schema;

import picocli.CommandLine.Command;

/** What concerns the schema of the database tiers. */
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = {
            "Look at the schema of all shards, and bring them up to date: one shard first, then a tenth,",
            "then all, a few at a time."
        },
        footer = {
            "",
            "What can be undone: nothing by a command. Scripts only add (a rewriting one is refused before",
            "the first shard), so the version before works on with the new schema. A run that stops leaves",
            "each shard whole, old or new; run again, it goes on there. Until all are equal, no bucket",
            "moves between shards that differ.",
            "",
            "Exit codes: 0 done, or all equal; 1 stopped, refused, or shards differ; 2 usage."
        },
        subcommands = {StatusCommand.class, MigrateCommand.class})
public final class SchemaCommand {}
