package dev.plat.domains.name;

import com.ibm.icu.text.SpoofChecker;
import java.util.Optional;

/**
 * Names in other scripts that read like a name in ASCII. A hint for people and never a decision:
 * ICU's checks pass whole-script look-alikes, and its skeletons meet honest names too.
 *
 * <p>Threads: safe.
 *
 * @see <a href="https://www.unicode.org/reports/tr39/#Confusable_Detection">UTS #39</a>
 */
final class LookAlikes {

    private static final SpoofChecker CHECKER = new SpoofChecker.Builder().build();
    private static final int ASCII_END = 0x80;

    private LookAlikes() {}

    /** The name in ASCII that this one is easily taken for. */
    static Optional<String> of(HostName name) {
        if (name.display().equals(name.ascii())) {
            return Optional.empty();
        }
        // Letter by letter: of a whole name ICU also makes "rn" from an honest "m".
        StringBuilder like = new StringBuilder();
        name.display().codePoints().forEach(letter -> like.append(ascii(letter)));
        return like.chars().allMatch(c -> c < ASCII_END)
                ? Optional.of(like.toString())
                : Optional.empty();
    }

    private static String ascii(int letter) {
        String text = Character.toString(letter);
        return letter < ASCII_END ? text : CHECKER.getSkeleton(text);
    }
}
