package dev.plat.domains.registration;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** What is said of a name on its way from another registrar. */
final class TransferWords {

    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("d MMMM yyyy, HH:mm 'UTC'", Locale.ENGLISH)
                    .withZone(ZoneOffset.UTC);

    private TransferWords() {}

    /**
     * Empty when nothing is special about it.
     *
     * @param state as its account sees it
     */
    static Optional<String> onItsWay(Registration it, String state) {
        return switch (state) {
            case "ordered" -> Optional.of("Its records are copied; then it is asked for.");
            case "checking" ->
                    Optional.of(
                            "The registry has not answered. It is being asked whether the transfer"
                                    + " has begun; nothing is begun twice.");
            case "pending" -> Optional.of(pending(it));
            case "registered" -> registered(it);
            case "refused" -> Optional.of(refused(it));
            default -> Optional.empty();
        };
    }

    private static String pending(Registration it) {
        return "The other registrar was asked, and has five days to say no; if it says nothing the"
                + " name comes over by itself. Your site and your mail go on all the while. "
                + copied(it);
    }

    private static String copied(Registration it) {
        return switch (it.copied()) {
            case WHOLE -> "All its records were copied.";
            case KNOWN ->
                    "Its usual records were copied, such as those for mail, and not every kind of"
                            + " record can be: look whether one is missing.";
            case NOTHING ->
                    "Its old name servers did not answer, so no records were copied: set those"
                            + " that you need.";
            case null -> "";
        };
    }

    private static Optional<String> registered(Registration it) {
        return it.reason() == null && it.signed() != null
                ? Optional.of(
                        "It is yours. Its old name servers signed their answers; they answer until "
                                + MOMENT.format(it.signed())
                                + ", when those signatures are forgotten, and then ours do.")
                : Optional.empty();
    }

    private static String refused(Registration it) {
        String why = Objects.requireNonNullElse(it.reason(), "");
        return switch (why) {
            case TransferMachine.CODE_REFUSED ->
                    "The registry does not take the code any more. Ask the other registrar for a"
                            + " new one. The name stays where it is.";
            case TransferMachine.LOCKED ->
                    "The other registrar has locked the name. Take the lock off there, and begin"
                            + " again. The name stays where it is.";
            case TransferMachine.REJECTED ->
                    "The other registrar said no. Ask there why. The name stays where it is.";
            case TransferMachine.CANCELLED -> "You took it back. The name stays where it is.";
            default -> "It does not come over (" + why + "). The name stays where it is.";
        };
    }
}
