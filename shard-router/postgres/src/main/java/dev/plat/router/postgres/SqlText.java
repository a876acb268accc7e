package dev.plat.router.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes a script apart as far as a check of its statements needs it. */
final class SqlText {

    // A comment, a literal, a quoted body, an end of statement: whatever begins first wins.
    private static final Pattern TOKEN =
            Pattern.compile(
                    "(?<line>--[^\\n]*)|(?<block>/\\*.*?\\*/)|(?<literal>'(?:[^']|'')*')"
                            + "|(?<body>(?<tag>\\$\\w*\\$).*?\\k<tag>)|(?<end>;)",
                    Pattern.DOTALL);

    private SqlText() {}

    /**
     * One statement.
     *
     * @param text on one line, without comments; literals and quoted bodies are empty
     * @param comment the last line comment before it, or empty
     */
    record Statement(String text, String comment) {}

    static List<Statement> statements(String script) {
        List<Statement> statements = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        String comment = "";
        Matcher token = TOKEN.matcher(script);
        int from = 0;
        while (token.find()) {
            text.append(script, from, token.start());
            from = token.end();
            if (token.group("line") != null) {
                comment = text.toString().isBlank() ? token.group("line") : comment;
            } else if (token.group("literal") != null) {
                text.append("''");
            } else if (token.group("body") != null) {
                text.append("$$");
            } else if (token.group("end") != null) {
                add(statements, text, comment);
                comment = "";
            }
        }
        text.append(script, from, script.length());
        add(statements, text, comment);
        return statements;
    }

    private static void add(List<Statement> statements, StringBuilder text, String comment) {
        String line = text.toString().strip().replaceAll("\\s+", " ");
        text.setLength(0);
        if (!line.isEmpty()) {
            statements.add(new Statement(line, comment));
        }
    }
}
