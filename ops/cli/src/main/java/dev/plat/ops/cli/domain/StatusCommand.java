package dev.plat.ops.cli.domain;

import dev.plat.ops.cli.api.ApiClient;
import dev.plat.ops.cli.running.Exit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows names as they stand, without looking anew. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Show all names of the account, or some with their records: both statuses, what is missing.",
            "Exit code: 0 all live, 1 something is missing, 4 nothing is and some are not live yet."
        })
final class StatusCommand implements Callable<Integer> {

    @Mixin private DomainOptions options = new DomainOptions();

    @Parameters(arity = "0..*", paramLabel = "NAME", description = "Default: all.")
    private List<String> names = new ArrayList<>();

    @Override
    public Integer call() {
        try (ApiClient client = options.signIn()) {
            List<OwnNames.Own> own = OwnNames.of(client, names);
            for (OwnNames.Own each : own) {
                NameView view = each.view();
                options.tell(view.event("name").put("slug", each.slug()));
                options.say(names.isEmpty() ? List.of(row(each)) : view.lines());
            }
            if (own.isEmpty()) {
                options.say(List.of("No names yet: plat domain add NAME --site SLUG"));
            }
            return worst(own);
        }
    }

    private static String row(OwnNames.Own own) {
        NameView view = own.view();
        return "%-32s %-16s %-10s %-10s %s"
                .formatted(
                        view.name(),
                        own.slug(),
                        view.nameStatus(),
                        view.certificateStatus(),
                        view.next());
    }

    private static int worst(List<OwnNames.Own> own) {
        List<Integer> exits = own.stream().map(each -> each.view().exit()).toList();
        if (exits.contains(Exit.REFUSED)) {
            return Exit.REFUSED;
        }
        return exits.contains(Exit.STILL_RUNNING) ? Exit.STILL_RUNNING : Exit.DONE;
    }
}
