package dev.plat.hosting.release;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;

class PathRulesTest {

    private static final List<String> PIECES =
            List.of(
                    "a",
                    "index.html",
                    "/",
                    "/",
                    ".",
                    "..",
                    "...",
                    "\\",
                    "\u0000",
                    "\u001f",
                    "\u007f",
                    "\u0085",
                    "\u00a0",
                    "é",
                    "e\u0301",
                    "日",
                    "😀",
                    "\ud800",
                    "\udc00",
                    "%2e",
                    "?",
                    "#",
                    " ",
                    ":",
                    "~",
                    ".plat",
                    "x".repeat(300),
                    "é".repeat(200));

    @SeededTest(cases = 20_000)
    void theRulesAgreeWithASlowReference(Seed seed) {
        String path = String.join("", seed.list(8, () -> seed.pick(PIECES)));

        assertThat(PathRules.check(path).isEmpty()).as(path).isEqualTo(slow(path));
    }

    /** Says the same in another way: through bytes, code points and a regular expression. */
    private static boolean slow(String path) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        boolean wellFormed = new String(bytes, StandardCharsets.UTF_8).equals(path);
        boolean plain =
                path.codePoints()
                        .noneMatch(c -> Character.getType(c) == Character.CONTROL || c == '\\');
        String segment = "(?!\\.{1,2}(/|$))[^/]+";
        return wellFormed
                && bytes.length >= 1
                && bytes.length <= 1024
                && plain
                && Normalizer.normalize(path, Normalizer.Form.NFC).equals(path)
                && path.matches("(?s)" + segment + "(/" + segment + ")*")
                && !path.equals(".plat")
                && !path.startsWith(".plat/");
    }
}
