package dev.plat.domains.registration;

import dev.plat.domains.name.HostName;
import dev.plat.domains.registrar.Price;
import dev.plat.schemas.ErrorCode;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A bought name as its account sees it.
 *
 * @param state {@code held, ordered, checking, pending, registered, active, refused, parked, gone}
 * @param sentence the same in words
 * @param site which it leads to; null: none
 * @param brought from another registrar
 * @param copied {@code whole, known, nothing}: what was copied of a brought name's zone; null
 *     before, or when it was bought
 * @param expires the last day that is paid for; null before it is known
 */
@Serdeable
record RegistrationAnswer(
        String registration,
        String name,
        String display,
        @Nullable String site,
        String state,
        String sentence,
        boolean brought,
        @Nullable String copied,
        @Nullable String expires,
        boolean autoRenew,
        boolean locked) {

    /** All of an account. */
    @Serdeable
    record All(List<RegistrationAnswer> registrations) {}

    /** What is sold, and whether an owner may buy by a click. */
    @Serdeable
    record Sold(List<String> suffixes, boolean withoutPayment) {}

    /**
     * Whether a name can be had.
     *
     * @param refusal {@code name-taken} or {@code name-premium}; null when it can
     * @param price null where the registry tells none
     */
    @Serdeable
    record Quoted(
            String name,
            String display,
            int years,
            boolean available,
            @Nullable String refusal,
            @Nullable String price,
            @Nullable String currency) {}

    /** A purchase by the owner. */
    @Serdeable
    record New(String name, @Nullable Integer years, String key) {}

    /** A name that is brought over, with the code that its registrar gave. */
    @Serdeable
    record Brought(String name, String code, String key) {

        @Override
        public String toString() {
            return "a transfer of " + name;
        }
    }

    /** What an owner may change. */
    @Serdeable
    record Patch(@Nullable Boolean autoRenew, @Nullable Boolean locked) {}

    /** By which another registrar takes a name over. */
    @Serdeable
    record Code(String code) {}

    /**
     * A purchase by another service.
     *
     * @param effect its own key
     * @param seconds for how long the name is kept
     */
    @Serdeable
    record Hold(
            String account,
            String effect,
            String name,
            @Nullable Integer years,
            @Nullable String site,
            @Nullable Long seconds) {}

    /** Which purchase. */
    @Serdeable
    record Effect(String account, String effect) {}

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    static Quoted of(Shop.Quote quote) {
        Price price = quote.price().orElse(null);
        return new Quoted(
                quote.name().ascii(),
                quote.name().display(),
                quote.years(),
                quote.refusal() == null,
                quote.refusal() == null ? null : quote.refusal().text(),
                price == null ? null : price.amount().toPlainString(),
                price == null ? null : price.currency());
    }

    static RegistrationAnswer of(Sales.Standing standing, HostName name, Instant now) {
        Registration it = standing.registration();
        return new RegistrationAnswer(
                it.id().toString(),
                name.ascii(),
                name.display(),
                it.site() == null ? null : it.site().toString(),
                state(standing),
                sentence(standing, now),
                it.brought(),
                it.copied() == null ? null : it.copied().text(),
                it.expires() == null ? null : it.expires().toString(),
                it.autoRenew(),
                it.locked());
    }

    private static String state(Sales.Standing standing) {
        Registration it = standing.registration();
        return switch (it.state()) {
            case HELD -> "held";
            case ORDERED ->
                    switch (standing.order().state()) {
                        case UNKNOWN -> standing.order().sent() > 0 ? "checking" : "ordered";
                        case PENDING -> "pending";
                        case QUOTED, HELD, SUBMITTED, REGISTERED, REFUSED, PARKED -> "ordered";
                    };
            case ACTIVE -> it.placed() ? "active" : "registered";
            case REFUSED -> "refused";
            case RELEASED, GONE -> "gone";
            case PARKED -> "parked";
        };
    }

    private static String sentence(Sales.Standing standing, Instant now) {
        Registration it = standing.registration();
        String state = state(standing);
        Optional<String> onItsWay =
                it.brought() ? TransferWords.onItsWay(it, state) : Optional.empty();
        return onItsWay.orElseGet(() -> sentence(it, state, now));
    }

    private static String sentence(Registration it, String state, Instant now) {
        return switch (state) {
            case "held" -> "It is kept for you, and not bought yet.";
            case "ordered" -> "It is being registered for you.";
            case "checking" ->
                    "The registry has not answered. It is being asked whether the name is yours by"
                            + " now; nothing is bought twice.";
            case "pending" ->
                    "The registry looks at this name before it decides. That may take five days;"
                            + " there is nothing for you to do.";
            case "registered" -> registered(it);
            case "active" -> active(it, now);
            case "refused" -> refused(it);
            case "parked" ->
                    "Something went wrong that a person must look at. We do; nothing is lost.";
            default -> gone(it);
        };
    }

    private static String registered(Registration it) {
        String why = it.reason();
        if (why == null) {
            return "It is yours. It is being made to lead to your site.";
        }
        String because =
                switch (why) {
                    case "the site is gone" -> "the site it was bought for is gone";
                    case "registry-refuses" ->
                            "the registry does not take our name servers for it, and is asked"
                                    + " again";
                    case "plan-limit" -> "that site has as many names as it may";
                    case "name-in-use" -> "another of your sites has this name";
                    default -> "something was in the way, and it is tried again";
                };
        return "It is yours. It does not lead to its site: " + because + ".";
    }

    private static String active(Registration it, Instant now) {
        Instant until = it.expires();
        if (until == null) {
            return "It is yours.";
        }
        if (!it.autoRenew() && !now.isBefore(RenewalPlan.darkAt(until))) {
            return "It ended on "
                    + DAY.format(until)
                    + " and does not work any more. Until "
                    + DAY.format(RenewalPlan.deletedAt(until))
                    + " it can be kept: have it renewed.";
        }
        if (!it.autoRenew() && !now.isBefore(until)) {
            return "It ended on "
                    + DAY.format(until)
                    + " and works until "
                    + DAY.format(RenewalPlan.darkAt(until))
                    + " at most. It can be kept: have it renewed.";
        }
        return it.autoRenew()
                ? "It is yours until " + DAY.format(until) + ", and renewed by itself before."
                : "It is yours until " + DAY.format(until) + ". It is not renewed, and ends then.";
    }

    private static String gone(Registration it) {
        return Renewals.MOVED.equals(it.reason())
                ? "It was moved to another registrar. Its records stay here until you point it"
                        + " elsewhere."
                : "It is not yours any more.";
    }

    private static String refused(Registration it) {
        String why = Objects.requireNonNullElse(it.reason(), "");
        return why.equals(ErrorCode.NAME_TAKEN.text())
                ? "Somebody else was faster: the name is taken. Nothing was bought."
                : "The registry does not give us this name (" + why + "). Nothing was bought.";
    }
}
