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

    /**
     * It did not answer, or was not asked.
     *
     * @param why kept and shown without control characters, and cut off
     */
    record Silence(String why) implements Answer {

        private static final int SHOWN = 200;

        public Silence {
            String cut = why.length() > SHOWN ? why.substring(0, SHOWN) : why;
            why = cut.replaceAll("\\p{C}", " ").strip();
        }
    }

    /** In words, for the owner. */
    default String text() {
        return switch (this) {
            case Status status -> Integer.toString(status.code());
            case Silence silence -> silence.why();
        };
    }
}
