package dev.plat.domains.schedule;

import dev.plat.domains.schedule.budget.Budget;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A decision's reason with the numbers it rests on, for {@code plat domain renew --dry-run}, logs
 * and the domain's page. It holds what it was made from; words are made only when somebody reads
 * them.
 *
 * @param at the moment that decides: due since, wait until, free from; null where none does
 * @param budget the one that is empty; null unless the reason is {@link Reason#BUDGET_EMPTY}
 */
public record Explained(
        Reason reason,
        Situation situation,
        @Nullable Instant at,
        @Nullable Budget budget,
        Instant now) {

    /** One sentence, plain and with its numbers. */
    public String sentence() {
        String when = at == null ? "" : at.truncatedTo(ChronoUnit.SECONDS).toString();
        return switch (reason) {
            case NO_CERTIFICATE -> "The name has no certificate yet.";
            case MOMENT_REACHED ->
                    "The moment drawn in the CA's window, %s, has come.".formatted(when);
            case WINDOW_PAST ->
                    "The CA's window ended at %s: it wants this replaced now.".formatted(when);
            case RULE_REACHED ->
                    "The CA suggests no window, and the name's share of the life was over at %s."
                            .formatted(when);
            case LITTLE_LEFT ->
                    "Only %s of %s are left: nothing is waited for.".formatted(left(), length());
            case ASK_CA -> "The CA is asked for its window.";
            case MOMENT_AHEAD -> "Due at %s, drawn in the CA's window.".formatted(when);
            case RULE_AHEAD ->
                    "Due at %s by the rule for a CA that suggests no window.".formatted(when);
            case RETRY_LATER ->
                    "The last try failed (%s); the next is not before %s."
                            .formatted(failed(), when);
            case SETUP_WRONG ->
                    "The set-up is not right (%s); it is checked again at %s."
                            .formatted(situation.setup().finding(), when);
            case BUDGET_EMPTY ->
                    "The budget \"%s\" is used up; it has a token at %s."
                            .formatted(budget == null ? "" : budget.text(), when);
            case CIRCUIT_OPEN ->
                    "The CA does not answer since %s; it is probed once a minute.".formatted(when);
            case FAILED_TOO_OFTEN ->
                    "%d tries in a row failed (%s); it goes on when the set-up is mended."
                            .formatted(situation.tries().validationFailures(), failed());
            case REFUSED_BY_POLICY -> "The CA will not sign this name (%s).".formatted(failed());
            case PAUSED_BY_CA ->
                    "The CA refused and named no time (%s); an operator must look."
                            .formatted(failed());
            case OUR_MISTAKE ->
                    "The CA could not read what we sent (%s); the same is not sent again."
                            .formatted(failed());
        };
    }

    /** The numbers, for machines; moments and times as ISO 8601. */
    public Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("name", situation.name());
        facts.put("reason", reason.text());
        put(facts, "at", at);
        put(facts, "budget", budget == null ? null : budget.text());
        Life life = situation.life();
        if (life != null) {
            facts.put("notAfter", life.notAfter().toString());
            facts.put("left", left());
        }
        RenewalInfo info = situation.renewalInfo();
        if (info != null) {
            Window window = info.window();
            put(facts, "windowStart", window == null ? null : window.start());
            put(facts, "windowEnd", window == null ? null : window.end());
            put(facts, "moment", info.moment());
            put(facts, "askAgain", info.askAgain());
        }
        Tries tries = situation.tries();
        facts.put("failures", tries.validationFailures());
        if (tries.last() != null) {
            facts.put("lastFailure", failed());
        }
        put(facts, "notBefore", tries.notBefore());
        return facts;
    }

    private static void put(Map<String, Object> facts, String key, @Nullable Object value) {
        if (value != null) {
            facts.put(key, value.toString());
        }
    }

    private String failed() {
        Failure last = situation.tries().last();
        if (last == null) {
            return "unknown";
        }
        String text = last.failureClass().text();
        return last.sentence().isEmpty() ? text : text + ": " + last.sentence();
    }

    private String left() {
        Life life = situation.life();
        return life == null ? "nothing" : days(life.left(now));
    }

    private String length() {
        Life life = situation.life();
        return life == null ? "nothing" : days(life.length());
    }

    private static String days(Duration time) {
        return time.toDays() + " d " + time.toHoursPart() + " h";
    }
}
