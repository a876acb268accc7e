package dev.plat.checkout.order;

import org.jspecify.annotations.Nullable;

/** What an order hears of. */
public sealed interface Event {

    /** The buyer wants it. */
    record Placed() implements Event {}

    /** An effect was asked. */
    record Answered(String key, Answer answer) implements Event {}

    /** Something happened to the payment: it is looked at now. Says nothing about what. */
    record Hastened() implements Event {}

    /**
     * The page to pay at is another.
     *
     * @param page null: the one before is closed, and there is none yet
     */
    record Opened(@Nullable String page) implements Event {}

    /** The buyer does not want it any more. */
    record CancelAsked() implements Event {}

    /** A person takes it out of everybody's hands. */
    record ParkAsked(String why) implements Event {}

    /** A person has looked: it goes on, and what was refused is asked again. */
    record Unparked() implements Event {}

    /** Time went on. */
    record Tick() implements Event {}
}
