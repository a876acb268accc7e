package dev.plat.ops.sandbox.canary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That nothing is found means something only because this is found. */
@Servers(postgres = 1, tier = "canary")
class PlantedNumbersAreFoundIT {

    /** Nobody else in this JVM has it whole. */
    private static final String TYPED = String.join("", "5105", "1051", "0510", "5100");

    private static final String OTHER = "6011111111111117";

    @TempDir private Path folder;

    @Test
    void inALog() throws Exception {
        Files.writeString(folder.resolve("log"), "all is well\ncard=5105-1051-0510-5100\n");
        CardHunt hunt = new CardHunt(List.of(TYPED));

        hunt.files("log of x", folder, true);

        assertThat(hunt.found())
                .hasSize(2)
                .anyMatch(each -> each.contains("…5100 grouped by '-'"))
                .anyMatch(each -> each.contains("line 2: passes for a card"))
                .noneMatch(each -> each.contains("5105"));
    }

    @Test
    void inATable(PostgresServers servers) throws Exception {
        CardHunt hunt = new CardHunt(List.of(TYPED));
        try (Connection connection = servers.first().connectAsSuperuser();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE harmless (id bigint, note text)");
            statement.execute("INSERT INTO harmless VALUES (4242424242424242, 'visa …4242')");
            hunt.database("x", connection);
            assertThat(hunt.found()).isEmpty();

            statement.execute("CREATE TABLE kept (id bigint, note text, more jsonb)");
            statement.execute("INSERT INTO kept VALUES (1, 'as typed: %s', NULL)".formatted(TYPED));
            statement.execute(
                    "INSERT INTO kept VALUES (2, NULL, '{\"a\": \"%s\"}')".formatted(OTHER));
            hunt.database("x", connection);
        }

        assertThat(hunt.found())
                .hasSize(3)
                .anyMatch(each -> each.startsWith("x public.kept at byte"))
                .anyMatch(each -> each.equals("x public.kept.note: passes for a card"))
                .anyMatch(each -> each.equals("x public.kept.more: passes for a card"));
    }

    @Test
    void inAHeap() throws Exception {
        String held = TYPED + "!";
        CardHunt hunt = new CardHunt(List.of(TYPED));

        try {
            hunt.heap("this process", ProcessHandle.current().pid(), folder);
        } finally {
            Reference.reachabilityFence(held);
        }

        assertThat(hunt.found()).isNotEmpty().allMatch(each -> each.startsWith("this process at"));
        assertThat(hunt.places()).isOne();
    }
}
