package dev.plat.router.postgres;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a migration before it runs and names what would rewrite a table, scan it under a lock that
 * keeps everybody out, or break the release before it: a table that customers use is changed while
 * they use it, on every shard. What is made in the same script is empty and may be changed at will;
 * tables of schema {@code plat} have a few thousand rows at most. A line {@code -- allowed: reason}
 * right before a statement lets that one through.
 *
 * <p>It reads text and not catalogs, so it is careful: what it cannot see through (a DO block) it
 * refuses. The rules follow PostgreSQL's manual, "ALTER TABLE", notes on rewriting and on NOT VALID
 * (https://www.postgresql.org/docs/18/sql-altertable.html), and those of the linter Squawk.
 */
final class DdlCheck {

    private static final String ALLOWED = "-- allowed: ";
    private static final String NAME = "((?:\"?\\w+\"?\\.)?\"?\\w+\"?)";
    private static final Pattern CREATED =
            Pattern.compile("^CREATE (?:UNLOGGED )?TABLE (?:IF NOT EXISTS )?" + NAME + ".*");
    private static final Pattern INDEX =
            Pattern.compile(
                    "^CREATE (?:UNIQUE )?INDEX (CONCURRENTLY )?(?:IF NOT EXISTS )?(?:"
                            + NAME
                            + " )?ON (?:ONLY )?"
                            + NAME
                            + ".*");
    private static final Pattern ALTERED =
            Pattern.compile("^ALTER TABLE (?:IF EXISTS )?(?:ONLY )?" + NAME + " (.*)");
    private static final Pattern CHANGED =
            Pattern.compile(
                    "^(?:UPDATE (?:ONLY )?|DELETE FROM (?:ONLY )?|TRUNCATE (?:TABLE )?)"
                            + NAME
                            + ".*");
    private static final Pattern CALL = Pattern.compile("\\bDEFAULT\\b.*?(\\w+)\\s*\\(");

    private record Rule(String pattern, String why) {}

    private static final List<Rule> ANYWHERE =
            List.of(
                    new Rule(
                            "^VACUUM\\b.*\\bFULL\\b.*",
                            "rewrites the table; plain VACUUM does not"),
                    new Rule("^CLUSTER\\b.*", "rewrites the table"),
                    new Rule("^REINDEX\\b(?!.*\\bCONCURRENTLY\\b).*", "needs CONCURRENTLY"),
                    new Rule("^LOCK\\b.*", "keeps everybody out"),
                    new Rule("^DO\\b.*", "cannot be read; say in plain statements what it does"),
                    new Rule(
                            "^DROP INDEX (?!CONCURRENTLY\\b).*",
                            "waits for all readers with all others behind it; needs CONCURRENTLY"));

    private static final List<Rule> ALTERING =
            List.of(
                    new Rule(
                            ".*\\bALTER (COLUMN )?\\S+ (SET DATA )?TYPE\\b.*",
                            "rewrites the table; add a column, copy in batches, drop the old one a"
                                    + " release later"),
                    new Rule(
                            ".*\\bSET (TABLESPACE|LOGGED|UNLOGGED|ACCESS METHOD)\\b.*",
                            "rewrites the table"),
                    new Rule(
                            ".*\\bRENAME\\b.*",
                            "breaks the release that still runs; add, and drop a release later"),
                    new Rule(
                            ".*\\bADD COLUMN\\b.*\\b(SMALL|BIG)?SERIAL\\b.*",
                            "has a volatile default: rewrites the table"),
                    new Rule(
                            ".*\\bADD COLUMN\\b.*\\bGENERATED\\b.*\\b(STORED|IDENTITY)\\b.*",
                            "rewrites the table"),
                    new Rule(
                            ".*\\bADD COLUMN\\b(?!.*\\bDEFAULT\\b).*\\bNOT NULL\\b.*",
                            "fails where there are rows; give it a constant default"),
                    new Rule(
                            ".*\\bADD COLUMN\\b.*\\b(CHECK|REFERENCES|UNIQUE|PRIMARY KEY)\\b.*",
                            "scans the table under the strongest lock; add the constraint by"
                                    + " itself, NOT VALID, and validate it after"),
                    new Rule(
                            ".*\\bADD (CONSTRAINT \\S+ )?(CHECK|FOREIGN KEY)\\b(?!.*\\bNOT VALID\\b).*",
                            "scans the table under a strong lock; add it NOT VALID, validate it"
                                    + " after"),
                    new Rule(
                            ".*\\bADD (CONSTRAINT \\S+ )?(UNIQUE|PRIMARY KEY|EXCLUDE)\\b(?!.*\\bUSING INDEX\\b).*",
                            "builds an index under a strong lock; build it CONCURRENTLY, then"
                                    + " USING INDEX"));

    private static final Set<String> HARMLESS_DEFAULTS =
            Set.of("NOW", "CURRENT_TIMESTAMP", "TRANSACTION_TIMESTAMP", "STATEMENT_TIMESTAMP");

    private final Set<String> created = new HashSet<>();
    private final Set<String> droppedFirst = new HashSet<>();
    private final List<String> refusals = new ArrayList<>();
    private boolean validates;

    private DdlCheck() {}

    /** Each is a statement, a colon, and why it is refused; empty for a script that may run. */
    static List<String> refusals(String script) {
        DdlCheck check = new DdlCheck();
        SqlText.statements(script).forEach(check::read);
        return check.refusals;
    }

    private void read(SqlText.Statement statement) {
        String text = statement.text().toUpperCase(Locale.ROOT);
        if (statement.comment().startsWith(ALLOWED)
                && statement.comment().length() > ALLOWED.length()) {
            return;
        }
        Matcher creates = CREATED.matcher(text);
        if (creates.matches()) {
            created.add(bare(creates.group(1)));
            return;
        }
        if (text.startsWith("DROP INDEX CONCURRENTLY IF EXISTS ")) {
            droppedFirst.add(bare(text.substring("DROP INDEX CONCURRENTLY IF EXISTS ".length())));
        }
        ANYWHERE.forEach(rule -> apply(rule, text, text));
        index(text);
        Matcher changes = CHANGED.matcher(text);
        if (changes.matches() && isInUse(changes.group(1))) {
            refuse(
                    text,
                    "changes rows of all customers in one transaction; a job does it in batches");
        }
        Matcher alters = ALTERED.matcher(text);
        if (alters.matches() && isInUse(alters.group(1))) {
            alter(text, alters.group(2));
        }
    }

    private void index(String text) {
        Matcher index = INDEX.matcher(text);
        if (!index.matches() || !isInUse(index.group(3))) {
            return;
        }
        if (index.group(1) == null) {
            refuse(
                    text,
                    "keeps writers out while it is built; needs CONCURRENTLY, in a script of its own");
        } else if (index.group(2) == null || !droppedFirst.contains(bare(index.group(2)))) {
            refuse(
                    text,
                    "a build that fails leaves an invalid index; say DROP INDEX CONCURRENTLY IF"
                            + " EXISTS with its name before");
        }
    }

    private void alter(String text, String action) {
        ALTERING.forEach(rule -> apply(rule, action, text));
        Matcher call = CALL.matcher(action);
        if (action.contains("ADD COLUMN")
                && call.find()
                && !HARMLESS_DEFAULTS.contains(call.group(1))) {
            refuse(text, "has a default that may be volatile: rewrites the table");
        }
        if (action.matches(
                ".*\\bADD (?!COLUMN\\b|CONSTRAINT\\b|CHECK\\b|FOREIGN\\b|UNIQUE\\b|PRIMARY\\b|EXCLUDE\\b).*")) {
            refuse(text, "say ADD COLUMN, so that it can be read");
        }
        if (action.contains("SET NOT NULL") && !validates) {
            refuse(
                    text,
                    "scans the table under the strongest lock; add CHECK (… IS NOT NULL) NOT"
                            + " VALID and VALIDATE it before, then PostgreSQL need not look");
        }
        validates |= action.contains("VALIDATE CONSTRAINT");
    }

    private void apply(Rule rule, String part, String whole) {
        if (part.matches(rule.pattern)) {
            refuse(whole, rule.why);
        }
    }

    private void refuse(String statement, String why) {
        refusals.add(statement + ": " + why);
    }

    private boolean isInUse(String table) {
        return !created.contains(bare(table)) && !bare(table).startsWith("PLAT.");
    }

    private static String bare(String name) {
        return name.replace("\"", "").replaceFirst("^PUBLIC\\.", "").strip();
    }
}
