package dev.plat.router.postgres;

import dev.plat.router.core.Ownership;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Why a transaction did not happen, as far as it is the router's business. */
sealed interface Refusal {

    /** The bucket is being moved (PB001). */
    record Wait() implements Refusal {}

    /** Another shard, or another epoch (PB002). */
    record Elsewhere(Ownership ownership) implements Refusal {}

    /** The shard never heard of the bucket (PB003). */
    record Unheard() implements Refusal {}

    /** The caller knows more than the shard (PB004). */
    record Unarmed() implements Refusal {}

    /** Serialization failure or deadlock: somebody else was first. */
    record Conflict() implements Refusal {}

    /** The shard is gone, going, or a standby. */
    record Away() implements Refusal {}

    /** It has been away for a while, and was not even asked. */
    record Shut() implements Refusal {}

    /**
     * No more connections.
     *
     * @param shardItself the server has too many; else this process has
     */
    record Full(boolean shardItself) implements Refusal {}

    /** Cancelled by a time-out of the server or of ours. */
    record Cancelled() implements Refusal {}

    int CAUSES_MAX = 20;

    /** PostgreSQL's: too many connections. */
    String SERVER_FULL = "53300";

    /** Our own budget's, in PostgreSQL's words: configuration limit exceeded. */
    String BUDGET_SPENT = "53400";

    Pattern DETAIL = Pattern.compile("\"epoch\" : (\\d{1,18}), \"peer\" : \"([a-z0-9-]{1,63})\"");

    /** Empty when the failure is the caller's own: a constraint, a syntax error. */
    static Optional<Refusal> of(SQLException failure) {
        if (failure instanceof Admission.Shut) {
            return Optional.of(new Shut());
        }
        String state = Objects.requireNonNullElse(failure.getSQLState(), "");
        return switch (state) {
            case "PB001" -> Optional.of(new Wait());
            case "PB002" -> Optional.of(elsewhere(failure));
            case "PB003" -> Optional.of(new Unheard());
            case "PB004" -> Optional.of(new Unarmed());
            case "40001", "40P01" -> Optional.of(new Conflict());
            case "57014" -> Optional.of(new Cancelled());
            case SERVER_FULL -> Optional.of(new Full(true));
            case BUDGET_SPENT -> Optional.of(new Full(false));
            case "25006", "57P01", "57P02", "57P03" -> Optional.of(new Away());
            default -> state.startsWith("08") ? Optional.of(new Away()) : Optional.empty();
        };
    }

    /** The codes of an exception and of its causes, the outermost first. */
    static Stream<String> states(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(CAUSES_MAX)
                .filter(SQLException.class::isInstance)
                .map(cause -> ((SQLException) cause).getSQLState())
                .filter(Objects::nonNull);
    }

    /** True when nobody knows whether the server got what was sent. */
    static boolean lost(SQLException failure) {
        return of(failure).filter(Away.class::isInstance).isPresent();
    }

    /** True when row security refused a row: the work touched another bucket. */
    static boolean isFenceBypass(SQLException failure) {
        return Stream.<Throwable>iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(CAUSES_MAX)
                .filter(PSQLException.class::isInstance)
                .map(cause -> ((PSQLException) cause).getServerErrorMessage())
                .filter(Objects::nonNull)
                .anyMatch(message ->
                        "42501".equals(message.getSQLState())
                                && "ExecWithCheckOptions".equals(message.getRoutine()));
    }

    private static Refusal elsewhere(SQLException failure) {
        Optional<String> detail =
                failure instanceof PSQLException server
                        ? Optional.ofNullable(server.getServerErrorMessage())
                                .map(ServerErrorMessage::getDetail)
                        : Optional.empty();
        Matcher matcher = DETAIL.matcher(detail.orElse(""));
        return matcher.find()
                ? new Elsewhere(
                        new Ownership(Long.parseLong(matcher.group(1)), List.of(matcher.group(2))))
                : new Unheard();
    }
}
