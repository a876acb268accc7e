package dev.plat.ops.cli.ca;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.cli.running.ClusterOptions;
import dev.plat.ops.cli.running.Exit;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the authority of a cluster. */
@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = "Show the root, its fingerprint, its end, and the names it signs for.")
final class ShowCommand implements Callable<Integer> {

    @Mixin private ClusterOptions cluster = new ClusterOptions();

    @Option(names = "--json", description = "One JSON object with stable keys.")
    private boolean asJson;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before anything runs
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        CaFiles ca = CaFiles.read(cluster.data());
        PrintWriter out = spec.commandLine().getOut();
        if (asJson) {
            out.println(json(ca));
        } else {
            out.println("root         " + ca.name());
            out.println("file         " + ca.file());
            out.println("SHA-256      " + ca.fingerprint());
            out.println("until        " + day(ca.root().getNotAfter()));
            out.println("signs until  " + day(ca.intermediate().getNotAfter()));
            out.println("for          " + String.join(", ", ca.trees()) + " and all names below");
        }
        out.flush();
        return Exit.DONE;
    }

    private static String json(CaFiles ca) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode shown = json.createObjectNode();
        shown.put("root", ca.name());
        shown.put("file", ca.file().toString());
        shown.put("sha256", ca.fingerprint());
        shown.put("until", ca.root().getNotAfter().toInstant().toString());
        shown.put("signsUntil", ca.intermediate().getNotAfter().toInstant().toString());
        ca.trees().forEach(shown.putArray("trees")::add);
        return json.writeValueAsString(shown);
    }

    private static LocalDate day(Date date) {
        return date.toInstant().atZone(ZoneOffset.UTC).toLocalDate();
    }
}
