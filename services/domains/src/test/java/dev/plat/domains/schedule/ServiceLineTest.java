package dev.plat.domains.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServiceLineTest {

    private static final Instant NOW = Instant.parse("2028-03-01T00:00:00Z");

    private final ServiceLine<String> line = new ServiceLine<>();

    @Test
    void urgentComesFirstThenNewNamesThenTheRestAndTheEarlierDeadlineAmongEquals() {
        line.add(Priority.ROUTINE, false, NOW, "rest");
        line.add(Priority.NEW, true, NOW, "new");
        line.add(Priority.URGENT, false, NOW.plusSeconds(2), "urgent, later");
        line.add(Priority.URGENT, true, NOW.plusSeconds(1), "urgent, sooner");

        assertThat(served(4)).containsExactly("urgent, sooner", "urgent, later", "new", "rest");
        assertThat(line.size()).isZero();
    }

    @Test
    void oneTurnInFiveIsTheNewNames() {
        for (int i = 0; i < 20; i++) {
            line.add(Priority.URGENT, false, NOW, "urgent");
            line.add(Priority.NEW, true, NOW, "new");
        }

        assertThat(served(10))
                .containsExactly(
                        "urgent", "urgent", "urgent", "urgent", "new", "urgent", "urgent", "urgent",
                        "urgent", "new");
    }

    @Test
    void whoNeedsNoTokenOfTheAccountPassesWhoDoes() {
        line.add(Priority.URGENT, true, NOW, "needs one");
        line.add(Priority.ROUTINE, false, NOW, "needs none");

        assertThat(line.next(false)).contains("needs none");
        assertThat(line.next(false)).isEmpty();
        assertThat(line.next(true)).contains("needs one");
    }

    private List<String> served(int count) {
        List<String> served = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Optional<String> next = line.next(true);
            served.add(next.orElseThrow());
        }
        return served;
    }
}
