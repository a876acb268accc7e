package dev.plat.ops.sandbox.card.desk;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The cards there are: numbers that Stripe publishes for tests, which belong to nobody. No other
 * number is ever taken.
 */
public enum TestCard {
    VISA("4242424242424242", "tok_visa"),
    VISA_DEBIT("4000056655665556", "tok_visa_debit"),
    MASTERCARD("5555555555554444", "tok_mastercard"),
    AMEX("378282246310005", "tok_amex"),
    DECLINED("4000000000000002", "tok_chargeDeclined", Decline.GENERIC),
    NO_FUNDS("4000000000009995", "tok_chargeDeclinedInsufficientFunds", Decline.NO_FUNDS),
    LOST("4000000000009987", "tok_chargeDeclinedLostCard", Decline.LOST),
    STOLEN("4000000000009979", "tok_chargeDeclinedStolenCard", Decline.STOLEN),
    EXPIRED("4000000000000069", "tok_chargeDeclinedExpiredCard", Decline.EXPIRED),
    WRONG_CVC("4000000000000127", "tok_chargeDeclinedIncorrectCvc", Decline.WRONG_CVC),
    PROCESSING_ERROR(
            "4000000000000119", "tok_chargeDeclinedProcessingError", Decline.PROCESSING_ERROR),
    /** Can be saved; charging it fails. */
    SAVED_THEN_DECLINED("4000000000000341", "tok_chargeCustomerFail", Decline.GENERIC),
    /** The bank wants to hear the buyer each time. */
    CHALLENGE("4000002760003184", "tok_threeDSecureRequired"),
    /** The bank wants to hear the buyer once, when the card is saved. */
    CHALLENGE_ONCE("4000002500003155", "tok_threeDSecureRequiredOnSetup"),
    /** Pays, and the buyer disputes it at once. */
    DISPUTE("4000000000000259", "tok_createDispute");

    /** How the card is used. */
    public enum Presence {
        /** The buyer typed it just now. */
        TYPED,
        /** The buyer has met the bank's challenge. */
        CHALLENGED,
        /** The buyer is there and uses a saved card. */
        SAVED,
        /** The buyer is not there. */
        ABSENT
    }

    private final String number;
    private final String token;
    private final @Nullable Decline decline;

    TestCard(String number, String token) {
        this(number, token, null);
    }

    TestCard(String number, String token, @Nullable Decline decline) {
        this.number = number;
        this.token = token;
        this.decline = decline;
    }

    /** By its digits. */
    public static Optional<TestCard> ofNumber(String digits) {
        return Arrays.stream(values()).filter(card -> card.number.equals(digits)).findFirst();
    }

    /** By the published token, or the published payment method of the same name. */
    public static Optional<TestCard> ofToken(String text) {
        String token = text.startsWith("pm_card_") ? "tok_" + text.substring(8) : text;
        return Arrays.stream(values()).filter(card -> card.token.equals(token)).findFirst();
    }

    String brand() {
        return switch (number.charAt(0)) {
            case '3' -> "amex";
            case '5' -> "mastercard";
            default -> "visa";
        };
    }

    String lastFour() {
        return number.substring(number.length() - 4);
    }

    String funding() {
        return this == VISA_DEBIT ? "debit" : "credit";
    }

    Optional<Decline> decline() {
        return Optional.ofNullable(decline);
    }

    /** What saving it says. */
    Optional<Decline> declineOfSaving() {
        return this == SAVED_THEN_DECLINED ? Optional.empty() : decline();
    }

    boolean challenges(Presence presence, boolean setUp) {
        return switch (presence) {
            case CHALLENGED -> false;
            case TYPED -> this == CHALLENGE || this == CHALLENGE_ONCE;
            case SAVED, ABSENT -> this == CHALLENGE || (this == CHALLENGE_ONCE && !setUp);
        };
    }
}
