package dev.plat.ops.cli.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class RegistrationCommandTest {

    @TempDir private Path data;
    private ToldServices services;

    private record Said(int exit, String out) {}

    @BeforeEach
    void start() throws IOException {
        services = new ToldServices(data);
    }

    @AfterEach
    void stop() {
        services.close();
    }

    @Test
    void registrationsAreShownWithWhatTheyWaitFor() {
        String one =
                """
                {"name": "%s", "state": "%s", "sentence": "%s", "expires": %s, "locked": true}
                """;
        String mine = one.formatted("a.test", "active", "It is yours.", "\"2027-11-22T09:00:00Z\"");
        String coming = one.formatted("b.test", "pending", "It is on its way.", "null");
        services.tell(
                "GET /api/v1/registrations",
                200,
                "{\"registrations\": [%s, %s]}".formatted(mine, coming));

        Said all = say("registration", "show");
        Said first = say("registration", "show", "a.test");
        Said missing = say("registration", "show", "a.test", "c.test");

        assertThat(all.exit).isEqualTo(4);
        assertThat(all.out)
                .containsPattern("a.test +active  until 2027-11-22  locked")
                .contains("It is on its way.");
        assertThat(first.exit).isZero();
        assertThat(first.out).doesNotContain("b.test");
        assertThat(missing.exit).isEqualTo(1);
        assertThat(missing.out).contains("c.test is not registered here");
    }

    private Said say(String... words) {
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.addAll(List.of("--data", data.toString()));
        StringWriter out = new StringWriter();
        CommandLine line = new CommandLine(new DomainCommand()).setOut(new PrintWriter(out));
        return new Said(line.execute(arguments.toArray(String[]::new)), out.toString());
    }
}
