package dev.plat.payments.outgoing;

import java.time.Duration;

/** What came of sending something. */
sealed interface Answer {

    /**
     * It answered.
     *
     * @param pause how long it asks to be left alone; zero when it does not
     */
    record Status(int code, Duration pause) implements Answer {

        boolean taken() {
            return code >= 200 && code < 300;
        }

        /** It wants nothing any more, ever. */
        boolean gone() {
            return code == 410;
        }
    }

    /** It did not answer, or was not asked. */
    record Silence(String why) implements Answer {}

    /** In words, for the owner. */
    default String text() {
        return switch (this) {
            case Status status -> Integer.toString(status.code());
            case Silence silence -> silence.why();
        };
    }
}
