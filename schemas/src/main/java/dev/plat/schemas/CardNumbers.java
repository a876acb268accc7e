package dev.plat.schemas;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds in a text what passes for a card's number: digits, perhaps in groups with a blank, a hyphen
 * or a dot between them, with an issuer's prefix, as many as that issuer's numbers have, and a
 * right check digit. Of random runs of digits one in ten has a right check digit, one in a hundred
 * and fifty all three. What is part of a word (an id in base 32) is none.
 *
 * <p>Prefixes and lengths after ISO/IEC 7812 as the schemes publish them; the check digit after H.
 * P. Luhn, US patent 2 950 048.
 *
 * <p>Threads: safe.
 */
public final class CardNumbers {

    private static final int DIGITS_MIN = 13;
    private static final int DIGITS_MAX = 19;

    private CardNumbers() {}

    /**
     * Where one stands.
     *
     * @param end behind its last digit
     */
    public record Place(int begin, int end) {}

    /** Digits next to each other. */
    private record Group(int begin, int end) {

        int length() {
            return end - begin;
        }
    }

    public static boolean mayHold(CharSequence text) {
        return !find(text).isEmpty();
    }

    /** All that do not overlap, from the left. */
    public static List<Place> find(CharSequence text) {
        List<Place> found = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            if (!digit(text.charAt(at))) {
                at++;
                continue;
            }
            List<Group> run = run(text, at);
            search(text, run, found);
            at = run.getLast().end();
        }
        return found;
    }

    /** Groups with one separator between each two. */
    private static List<Group> run(CharSequence text, int begin) {
        List<Group> groups = new ArrayList<>();
        int at = begin;
        while (true) {
            int end = at;
            while (end < text.length() && digit(text.charAt(end))) {
                end++;
            }
            groups.add(new Group(at, end));
            boolean more =
                    end + 1 < text.length()
                            && separator(text.charAt(end))
                            && digit(text.charAt(end + 1));
            if (!more) {
                return groups;
            }
            at = end + 1;
        }
    }

    private static void search(CharSequence text, List<Group> run, List<Place> found) {
        int first = 0;
        while (first < run.size()) {
            int last = numberFrom(text, run, first);
            if (last < 0) {
                first++;
            } else {
                found.add(new Place(run.get(first).begin(), run.get(last).end()));
                first = last + 1;
            }
        }
    }

    /** The last group of the longest number that begins with this one; -1 when none does. */
    private static int numberFrom(CharSequence text, List<Group> run, int first) {
        int found = -1;
        int length = 0;
        for (int last = first; last < run.size(); last++) {
            length += run.get(last).length();
            if (length > DIGITS_MAX) {
                break;
            }
            int begin = run.get(first).begin();
            int end = run.get(last).end();
            if (length >= DIGITS_MIN && alone(text, begin, end) && number(text, begin, end)) {
                found = last;
            }
        }
        return found;
    }

    private static boolean number(CharSequence text, int begin, int end) {
        StringBuilder digits = new StringBuilder();
        for (int i = begin; i < end; i++) {
            if (digit(text.charAt(i))) {
                digits.append(text.charAt(i));
            }
        }
        return issued(digits) && checked(digits);
    }

    /** No part of a longer word. */
    private static boolean alone(CharSequence text, int begin, int end) {
        return (begin == 0 || !letter(text.charAt(begin - 1)))
                && (end == text.length() || !letter(text.charAt(end)));
    }

    private static boolean issued(CharSequence digits) {
        int length = digits.length();
        int two = Integer.parseInt(digits, 0, 2, 10);
        int three = Integer.parseInt(digits, 0, 3, 10);
        int four = Integer.parseInt(digits, 0, 4, 10);
        if (two / 10 == 4) {
            return length == 13 || length == 16 || length == 19;
        }
        if (two == 34 || two == 37) {
            return length == 15;
        }
        if ((two >= 51 && two <= 55) || (four >= 2221 && four <= 2720)) {
            return length == 16;
        }
        if ((three >= 300 && three <= 305) || two == 36 || two == 38 || two == 39) {
            return length >= 14;
        }
        boolean sixteen =
                (four >= 3528 && four <= 3589)
                        || four == 6011
                        || (three >= 644 && three <= 649)
                        || two == 65
                        || two == 62;
        return sixteen && length >= 16;
    }

    private static boolean checked(CharSequence digits) {
        int sum = 0;
        for (int i = 0; i < digits.length(); i++) {
            int digit = digits.charAt(digits.length() - 1 - i) - '0';
            int weighed = i % 2 == 0 ? digit : digit * 2;
            sum += weighed > 9 ? weighed - 9 : weighed;
        }
        return sum % 10 == 0;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean letter(char c) {
        return Character.isLetter(c) || c == '_';
    }

    private static boolean separator(char c) {
        return c == ' ' || c == '-' || c == '.' || c == '\u00a0';
    }
}
