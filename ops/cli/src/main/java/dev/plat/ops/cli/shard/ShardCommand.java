package dev.plat.ops.cli.shard;

import picocli.CommandLine.Command;

/** What concerns database shards. */
@Command(
        name = "shard",
        mixinStandardHelpOptions = true,
        description = {
            "Look after database shards: add and drain servers, move buckets, turn back.",
            "",
            "add, drain, move, rebalance and isolate write a durable order and follow it. The work is",
            "the controller's: Ctrl-C leaves it going, and plat shard status picks it up again."
        },
        footer = {
            "",
            "What can be undone: an order goes back as a whole with plat shard rollback, from its first",
            "moment until its soak ends; buckets that are over are carried back, each with a short pause.",
            "When the soak is over, rows are compared once more and the source's copies are deleted: from",
            "there on there is no way back but moving the buckets again.",
            "",
            "Exit codes: 0 done (add, drain, move, rebalance, isolate: also when it soaks),",
            "1 refused, with what would be right, 2 usage, 3 undone, 4 still running."
        },
        subcommands = {
            AddCommand.class,
            ListCommand.class,
            DrainCommand.class,
            MoveCommand.class,
            IsolateCommand.class,
            RebalanceCommand.class,
            RollbackCommand.class,
            FinishCommand.class,
            OrderStatusCommand.class,
            PlanCommand.class,
            RetireCommand.class,
            VerifyCommand.class
        })
public final class ShardCommand {}
