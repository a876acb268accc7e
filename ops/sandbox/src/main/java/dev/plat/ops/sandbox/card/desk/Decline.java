package dev.plat.ops.sandbox.card.desk;

/** Why a card was not charged. */
public enum Decline {
    GENERIC("card_declined", "generic_decline", "Your card was declined.", "try_again_later"),
    NO_FUNDS(
            "card_declined",
            "insufficient_funds",
            "Your card has insufficient funds.",
            "try_again_later"),
    LOST("card_declined", "lost_card", "Your card was declined.", "do_not_try_again"),
    STOLEN("card_declined", "stolen_card", "Your card was declined.", "do_not_try_again"),
    EXPIRED("expired_card", "expired_card", "Your card has expired.", "confirm_card_data"),
    WRONG_CVC(
            "incorrect_cvc",
            "incorrect_cvc",
            "Your card's security code is incorrect.",
            "confirm_card_data"),
    PROCESSING_ERROR(
            "processing_error",
            "processing_error",
            "An error occurred while processing your card. Try again in a little bit.",
            "try_again_later"),
    NOT_AUTHENTICATED(
            "payment_intent_authentication_failure",
            "authentication_required",
            "You did not confirm this payment with your bank.",
            "confirm_card_data"),
    ACTION_NEEDED(
            "authentication_required",
            "authentication_required",
            "Your card was declined. This transaction requires authentication.",
            "confirm_card_data");

    private final String code;
    private final String reason;
    private final String message;
    private final String advice;

    Decline(String code, String reason, String message, String advice) {
        this.code = code;
        this.reason = reason;
        this.message = message;
        this.advice = advice;
    }

    /** Of the error. */
    public String code() {
        return code;
    }

    /** Its {@code decline_code}. */
    public String reason() {
        return reason;
    }

    /** For the buyer. */
    public String message() {
        return message;
    }

    /** Whether trying again may help. */
    String advice() {
        return advice;
    }
}
