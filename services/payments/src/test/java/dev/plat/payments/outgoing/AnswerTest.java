package dev.plat.payments.outgoing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class AnswerTest {

    /** The database takes no NUL, and a terminal obeys the others. */
    @Test
    void whatIsKeptOfAnAnswerIsPlainAndShort() {
        assertThat(new Answer.Silence("bad \0 name\u001b[2J\r\n").text())
                .isEqualTo("bad   name [2J");
        assertThat(new Answer.Silence("half \ud83d").text()).isEqualTo("half");
        assertThat(new Answer.Silence("é" + "x".repeat(300)).text()).hasSize(200).startsWith("éx");
        assertThat(new Answer.Status(503, Duration.ZERO).text()).isEqualTo("503");
    }
}
