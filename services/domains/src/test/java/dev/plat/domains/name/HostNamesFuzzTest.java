package dev.plat.domains.name;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.NameKind;
import dev.plat.schemas.PlatException;
import java.text.Normalizer;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

class HostNamesFuzzTest {

    private static final Set<ErrorCode> CODES =
            EnumSet.of(
                    ErrorCode.NAME_INVALID,
                    ErrorCode.NAME_IS_SUFFIX,
                    ErrorCode.NAME_RESERVED,
                    ErrorCode.WILDCARD_REFUSED,
                    ErrorCode.ADDRESS_REFUSED);

    private static final List<String> PIECES =
            List.of(
                    "a",
                    "Z",
                    "ß",
                    "ü",
                    "u\u0308",
                    "ς",
                    "日本",
                    "é",
                    "аррӏе",
                    "1",
                    "0x",
                    "-",
                    "--",
                    ".",
                    "。",
                    "..",
                    "xn--",
                    "xn--strae-oqa",
                    "\u00ad",
                    "\u200d",
                    "\u200c",
                    "\u05d0",
                    "١",
                    "*",
                    "_",
                    " ",
                    ":",
                    "/",
                    "@",
                    "[",
                    "]",
                    "%",
                    "?",
                    "http://",
                    "com",
                    ".de",
                    ".co.uk",
                    ".test",
                    ".com",
                    "www.",
                    "\ud800",
                    "\udc00",
                    "💩",
                    "İ",
                    "ǅ",
                    "ﬃ");

    private static final List<String> LABELS =
            List.of("shop", "straße", "müller", "日本語", "пример", "βόλος", "a1-b2", "ñandú", "x");

    private final HostNames names =
            new HostNames(new NameSettings(List.of("plat.de"), List.of("bad.com"), true, null));

    @SeededTest(cases = 4_000)
    void anyTextIsANameThatComesBackFromBothItsFormsOrARefusal(Seed seed) {
        StringBuilder text = new StringBuilder();
        seed.list(12, () -> piece(seed)).forEach(text::append);

        Optional<HostName> parsed = parse(text.toString());

        parsed.ifPresent(name -> {
            assertThat(parse(name.ascii())).contains(name);
            assertThat(parse(name.display())).contains(name);
            assertThat(names.stored(name.ascii())).isEqualTo(name);
            assertThat(name.toName(NameKind.HOST).value()).isEqualTo(name.ascii());
            assertThat(name.ascii()).matches("[a-z0-9.-]{3,253}");
            names.looksLike(name);
            name.pair().ifPresent(pair -> assertThat(pair.pair()).contains(name));
        });
    }

    @SeededTest(cases = 1_000)
    void twoSpellingsOfANameAreOneKey(Seed seed) {
        StringBuilder name = new StringBuilder(seed.pick(LABELS));
        seed.list(3, () -> seed.pick(LABELS)).forEach(l -> name.append('.').append(l));
        name.append(seed.pick(List.of(".com", ".co.uk", ".中国", ".test")));

        String spelled = spelled(name.toString(), seed);

        assertThat(parse(spelled)).as(spelled).isPresent().isEqualTo(parse(name.toString()));
    }

    private static String piece(Seed seed) {
        return seed.chance(0.8)
                ? seed.pick(PIECES)
                : new String(Character.toChars(seed.between(0, Character.MAX_CODE_POINT)));
    }

    /** Ways of typing that UTS #46 takes for one. */
    private static String spelled(String name, Seed seed) {
        String text = seed.chance(0.3) ? Normalizer.normalize(name, Normalizer.Form.NFD) : name;
        StringBuilder spelled = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char typed = c;
            // In capitals these two are other letters' too.
            if (c != 'ß' && c != 'ς' && seed.chance(0.3)) {
                typed = String.valueOf(c).toUpperCase(Locale.ROOT).charAt(0);
            }
            if (c > ' ' && c < 0x7f && seed.chance(0.2)) {
                typed = (char) (typed + 0xfee0);
            }
            if (c == '.' && seed.chance(0.5)) {
                typed = '。';
            }
            spelled.append(typed);
            if (seed.chance(0.1)) {
                spelled.append('\u00ad');
            }
        }
        return (seed.chance(0.3) ? " " : "") + spelled + (seed.chance(0.3) ? "." : "");
    }

    private Optional<HostName> parse(String text) {
        try {
            return Optional.of(names.parse(text));
        } catch (PlatException refused) {
            assertThat(refused.code()).isIn(CODES);
            assertThat(refused.facts()).containsKeys("value", "expected", "rule");
            return Optional.empty();
        }
    }
}
