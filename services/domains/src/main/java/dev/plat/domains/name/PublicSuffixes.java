package dev.plat.domains.name;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.psl.DomainType;
import org.apache.hc.client5.http.psl.PublicSuffixList;
import org.apache.hc.client5.http.psl.PublicSuffixListParser;
import org.apache.hc.client5.http.psl.PublicSuffixMatcher;

/**
 * The Public Suffix List: below which names strangers register. Both of its sections count, since a
 * hoster's customers are strangers to each other too.
 *
 * <p>Threads: safe.
 *
 * @see <a href="https://publicsuffix.org/list/">publicsuffix.org</a>
 */
final class PublicSuffixes {

    private static final String BUILT_IN = "/org/publicsuffix/list/effective_tld_names.dat";

    /** The list has had more since 2013: a file with fewer was cut short on its way here. */
    private static final int RULES_MIN = 5_000;

    private final PublicSuffixMatcher matcher;
    private final Set<String> rules = new HashSet<>();

    private PublicSuffixes(List<PublicSuffixList> lists) {
        this.matcher = new PublicSuffixMatcher(lists);
        lists.forEach(list -> rules.addAll(list.getRules()));
    }

    /** The list that httpclient5 was built with. */
    static PublicSuffixes builtIn() {
        try (InputStream list =
                        Objects.requireNonNull(
                                PublicSuffixMatcher.class.getResourceAsStream(BUILT_IN), BUILT_IN);
                Reader reader =
                        new BufferedReader(new InputStreamReader(list, StandardCharsets.UTF_8))) {
            return read(reader, BUILT_IN);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @throws PlatException {@code config-invalid} when it cannot be read, or is not the whole list
     */
    static PublicSuffixes of(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            return read(reader, file.toString());
        } catch (IOException e) {
            throw refused(file.toString(), "a readable file in UTF-8").causedBy(e);
        }
    }

    private static PublicSuffixes read(Reader reader, String source) throws IOException {
        List<PublicSuffixList> lists = PublicSuffixListParser.INSTANCE.parseByType(reader);
        Set<DomainType> sections = new HashSet<>();
        lists.forEach(list -> sections.add(list.getType()));
        int rules = lists.stream().mapToInt(list -> list.getRules().size()).sum();
        if (!sections.contains(DomainType.ICANN)
                || !sections.contains(DomainType.PRIVATE)
                || rules < RULES_MIN) {
            throw refused(
                    source,
                    "the whole list from publicsuffix.org, with its ICANN and PRIVATE sections");
        }
        return new PublicSuffixes(lists);
    }

    private static PlatException refused(String source, String expected) {
        return new PlatException(
                ErrorCode.CONFIG_INVALID,
                "The Public Suffix List cannot be used.",
                "value",
                source,
                "expected",
                expected);
    }

    /** Suffix and one label; empty for a suffix itself, and for any single label. */
    Optional<String> registeredDomain(String ascii) {
        return Optional.ofNullable(matcher.getDomainRoot(ascii));
    }

    /** Whether the list names this single label; the matcher itself takes any for a suffix. */
    boolean isTopLevel(String label) {
        return rules.contains(NormalForm.display(label)) || rules.contains("*." + label);
    }
}
