package dev.plat.chassis.figures;

import dev.plat.router.core.Deadline;
import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Figures of a tier, read from all its shards at once: counts are added up, times are the longest.
 *
 * <p>Threads: safe; blocking.
 */
public final class Figures {

    private static final Duration SWEEP = Duration.ofSeconds(10);
    private static final String TIME = "_seconds";

    private final Router router;
    private final InstantSource clock;
    private final String sql;
    private final Map<String, Long> most;

    private record Named(String name, String label) {}

    /**
     * @param sql with the one parameter "now"; columns name, label, value
     * @param most by name, above which somebody has to look
     */
    public Figures(Router router, InstantSource clock, String sql, Map<String, Long> most) {
        this.router = router;
        this.clock = clock;
        this.sql = sql;
        this.most = Map.copyOf(most);
    }

    /**
     * By name and label; one with a limit is there also where nothing was found.
     *
     * @throws PlatException {@code try-again} when a shard did not answer: what is not seen is not
     *     well
     */
    public List<Figure> read() {
        Router.Scatter<List<Figure>> scatter = router.scatter(Deadline.in(SWEEP), this::read);
        if (!scatter.complete()) {
            throw new PlatException(
                    ErrorCode.TRY_AGAIN,
                    "Some shards do not tell how they stand.",
                    "buckets",
                    scatter.unanswered().size());
        }
        Map<Named, Long> all = new LinkedHashMap<>();
        most.keySet().forEach(name -> all.put(new Named(name, ""), 0L));
        for (List<Figure> part : scatter.parts()) {
            for (Figure figure : part) {
                all.merge(
                        new Named(figure.name(), figure.label()),
                        figure.value(),
                        figure.name().endsWith(TIME) ? Math::max : Math::addExact);
            }
        }
        return all.entrySet().stream()
                .map(each -> figure(each.getKey(), each.getValue()))
                .sorted(Comparator.comparing(Figure::name).thenComparing(Figure::label))
                .toList();
    }

    private Figure figure(Named named, long value) {
        Long limit = most.get(named.name());
        return new Figure(
                named.name(),
                named.label(),
                value,
                limit == null ? OptionalLong.empty() : OptionalLong.of(limit));
    }

    private List<Figure> read(Tx tx) throws SQLException {
        List<Figure> found = new ArrayList<>();
        try (PreparedStatement select = tx.connection().prepareStatement(sql)) {
            select.setObject(1, clock.instant().atOffset(ZoneOffset.UTC));
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.add(
                            new Figure(
                                    row.getString(1),
                                    row.getString(2),
                                    row.getLong(3),
                                    OptionalLong.empty()));
                }
            }
        }
        return found;
    }
}
