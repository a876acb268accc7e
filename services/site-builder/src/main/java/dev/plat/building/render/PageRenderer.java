package dev.plat.building.render;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Renders one page: cleans the document once more, writes the body and the style sheet, and names
 * the style sheet by its content. The same document, settings and pictures give the same bytes.
 * Stateless; any thread may call it.
 */
public final class PageRenderer {

    private PageRenderer() {}

    public static RenderedPage render(
            ProjectDocument document, PageSettings settings, MediaResolver media) {
        Cleaned cleaned = Cleaner.clean(document);
        Removals removals = new Removals();
        cleaned.removed().forEach(one -> removals.add(one.place(), one.value(), one.rule()));
        PublishedMedia pictures = new PublishedMedia(media, removals);
        BodyWriter body = new BodyWriter(pictures);
        String bodyHtml = body.write(cleaned.document().component());
        byte[] css =
                new StyleSheet(body.users(), pictures)
                        .write(cleaned.document().styles(), body.inlineRules())
                        .getBytes(StandardCharsets.UTF_8);
        String cssPath = "_a/" + sha256(css) + ".css";
        byte[] html = document(settings, cssPath, bodyHtml).getBytes(StandardCharsets.UTF_8);
        return new RenderedPage(html, css, cssPath, pictures.used(), removals.toList());
    }

    private static String document(PageSettings settings, String cssPath, String body) {
        String description =
                settings.description().isEmpty()
                        ? ""
                        : "<meta name=\"description\" content=\""
                                + Escape.attribute(settings.description())
                                + "\">\n";
        return "<!DOCTYPE html>\n<html lang=\""
                + Escape.attribute(settings.language())
                + "\">\n<head>\n<meta charset=\"utf-8\">\n<title>"
                + Escape.text(settings.title())
                + "</title>\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + description
                + "<link rel=\"stylesheet\" href=\"/"
                + cssPath
                + "\">\n</head>\n"
                + body
                + "\n</html>\n";
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256.", e);
        }
    }
}
