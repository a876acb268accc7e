package dev.plat.checkout;

import dev.plat.checkout.order.Order;
import java.util.Objects;

/** How a purchase stands, for somebody who only wants to buy something. */
public final class OrderWords {

    private static final String GIVEN_UP = "It is being given up. Nothing was taken.";

    private OrderWords() {}

    public static String sentence(Order order) {
        return switch (order.state()) {
            case DRAFT -> order.goal() == null ? "What you want is being kept for you." : GIVEN_UP;
            case RESERVED ->
                    order.goal() == null
                            ? "It is kept for you; the page to pay at is being opened."
                            : GIVEN_UP;
            case AWAITING_PAYMENT ->
                    order.goal() == null
                            ? "It is kept for you until it is paid."
                            : "It is being given up; it is looked whether you have paid by now.";
            case PROVISIONING ->
                    order.captured()
                            ? "It is paid, and being made for you."
                            : "The money is held, and taken when it is yours.";
            case REFUND_DUE -> "Not all could be had. What you paid for that is on its way back.";
            case FULFILLED ->
                    order.delivered().size() == order.lines().size()
                            ? "It is yours. Thank you."
                            : "What could be had is yours, and only that was paid.";
            case REFUNDED -> "It could not be had. All that you paid goes back to you.";
            case EXPIRED -> "It was not paid in time. Nothing was taken.";
            case CANCELLED -> "Nothing was taken: " + because(order) + ".";
            case PARKED ->
                    "Something went wrong that a person must look at. We do; nothing is lost.";
        };
    }

    private static String because(Order order) {
        String reason = Objects.requireNonNullElse(order.reason(), "");
        return switch (reason) {
            case "name-taken", "name-in-use" -> "the name is taken";
            case "name-premium" -> "the registry wants a higher price for this name";
            case "" -> "the purchase was given up";
            default -> reason;
        };
    }
}
