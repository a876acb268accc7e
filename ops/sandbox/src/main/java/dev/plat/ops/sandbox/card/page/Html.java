package dev.plat.ops.sandbox.card.page;

import dev.plat.ops.sandbox.card.line.Said;
import java.util.Map;

/** Pages as text, without any script. */
final class Html {

    /** Nothing but our own style sheet, and forms to ourselves. */
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none';"
                    + " frame-ancestors 'none'";

    private static final String STYLE =
            """
            body { font: 1rem/1.5 sans-serif; margin: 0 auto; max-width: 28rem; padding: 1rem;
                color: #1a1a1a; background: #fff }
            .banner { background: #7a3e00; color: #fff; margin: 0; padding: .5rem 1rem }
            label { display: block; margin-top: 1rem }
            input { box-sizing: border-box; font: inherit; padding: .5rem; width: 100% }
            button { font: inherit; margin-top: 1rem; padding: .75rem; width: 100% }
            .wrong { border-left: .25rem solid #a00000; padding-left: .75rem }
            """;

    private Html() {}

    static Said style() {
        return new Said.Reply(
                200,
                Map.of(
                        "Content-Type",
                        "text/css; charset=utf-8",
                        "X-Content-Type-Options",
                        "nosniff"),
                STYLE);
    }

    static Said page(int status, String title, String body) {
        return page(status, title, body, "");
    }

    /** With a link and a refresh without delay: a redirect would be stopped by the policy. */
    static Said onward(String title, String text, String url) {
        String safe = escaped(url);
        return page(
                200,
                title,
                """
                <p role="status">%s</p>
                <p><a href="%s">Back to the shop</a></p>
                """
                        .formatted(escaped(text), safe),
                "<meta http-equiv=\"refresh\" content=\"0;url=%s\">".formatted(safe));
    }

    private static Said page(int status, String title, String body, String head) {
        String text =
                """
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                %s<title>%s</title><link rel="stylesheet" href="/style.css"></head>
                <body><header><p class="banner">Sandbox: no real card, no real money</p></header>
                <main><h1>%s</h1>
                %s</main></body></html>
                """
                        .formatted(head, escaped(title), escaped(title), body);
        return new Said.Reply(
                status,
                Map.of(
                        "Content-Type", "text/html; charset=utf-8",
                        "Content-Security-Policy", POLICY,
                        "Cache-Control", "no-store",
                        "Referrer-Policy", "same-origin",
                        "X-Content-Type-Options", "nosniff"),
                text);
    }

    static String wrong(String text) {
        return text.isEmpty()
                ? ""
                : "<p class=\"wrong\" role=\"alert\">%s</p>\n".formatted(escaped(text));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
