package dev.plat.ops.chaos;

import dev.plat.ops.chaos.kill.KillLab;
import dev.plat.ops.chaos.kill.Victim;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** SIGKILL at every named point of a move. */
@Command(
        name = "kill",
        mixinStandardHelpOptions = true,
        description = {
            "Kill controller, router, source and target in turn at every named point of a move, under a writer.",
            "Exit 1 when a move does not end by itself, leaves something over, or a row is lost or doubled."
        })
final class KillCommand implements Callable<Integer> {

    @Mixin private RunOptions run = new RunOptions();

    @Option(names = "--points", split = ",", description = "Only these; all by default.")
    private List<String> points = KillLab.points();

    @Option(
            names = "--victims",
            split = ",",
            description = "Of ${COMPLETION-CANDIDATES}; all by default.")
    private List<Victim> victims = List.of(Victim.values());

    @Option(names = "--seeds", description = "Of each point and victim; 5 by default.")
    private int seeds = 5;

    @Override
    public Integer call() throws SQLException, IOException {
        long seed = run.seed();
        Path folder = Files.createDirectories(run.folder(Path.of("kill")));
        Path results = folder.resolve("results.csv");
        System.out.println("seed " + seed + ", results in " + results);
        KillLab.Verdict verdict =
                new KillLab(System.out, results).run(folder, points, victims, seeds, seed);
        System.out.printf(
                "%d points, %d victims, %d cases: %d done, %d undone, %d never came by their point, %d bad%n",
                points.size(),
                victims.size(),
                verdict.cases(),
                verdict.done(),
                verdict.undone(),
                verdict.unreached().size(),
                verdict.bad().size());
        verdict.unreached().forEach(each -> System.out.println("not reached: " + each));
        verdict.bad().forEach(each -> System.out.println("bad: " + each));
        return verdict.bad().isEmpty() && verdict.unreached().isEmpty() ? 0 : Chaos.FAULT_FOUND;
    }
}
