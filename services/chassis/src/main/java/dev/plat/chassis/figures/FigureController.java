package dev.plat.chassis.figures;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** For operators, by the cluster's own ticket. */
@Requires(beans = Figures.class)
@Controller("/internal/v1/figures")
@ExecuteOn(TaskExecutors.BLOCKING)
final class FigureController {

    private final Figures figures;

    FigureController(Figures figures) {
        this.figures = figures;
    }

    /**
     * One figure.
     *
     * @param most null: it is only watched
     */
    @Serdeable
    record Told(String name, String label, long value, @Nullable Long most, boolean alarm) {}

    /** All of them, and how many say that somebody has to look. */
    @Serdeable
    record All(List<Told> figures, long alarms) {}

    @Get
    All read() {
        List<Figure> all = figures.read();
        return new All(
                all.stream()
                        .map(figure ->
                                new Told(
                                        figure.name(),
                                        figure.label(),
                                        figure.value(),
                                        figure.most().isPresent()
                                                ? figure.most().getAsLong()
                                                : null,
                                        figure.alarming()))
                        .toList(),
                all.stream().filter(Figure::alarming).count());
    }
}
