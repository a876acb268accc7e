package dev.plat.building.templates;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.plat.building.render.ProjectDocument;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** The templates in the jar, read once and kept: a few hundred kilobytes. Any thread may ask. */
public final class Templates {

    private static final List<Template> ALL = read();

    private Templates() {}

    /** In the order to show them. */
    public static List<Template> all() {
        return ALL;
    }

    /**
     * The template of that id.
     *
     * @throws PlatException field-invalid, naming the ids there are
     */
    public static Template named(String id) {
        return ALL.stream()
                .filter(template -> template.id().equals(id))
                .findFirst()
                .orElseThrow(() -> PlatException.invalidField("template", id, "one of " + ids()));
    }

    private static String ids() {
        return ALL.stream().map(Template::id).collect(Collectors.joining(", "));
    }

    private static List<Template> read() {
        try (InputStream in = resource("templates.json");
                JsonParser parser = new JsonFactory().createParser(in)) {
            List<Template> templates = new ArrayList<>();
            advance(parser, JsonToken.START_ARRAY);
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                templates.add(template(parser));
            }
            return List.copyOf(templates);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Template template(JsonParser parser) throws IOException {
        Map<String, String> fields = new HashMap<>();
        List<TemplatePage> pages = new ArrayList<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.VALUE_STRING) {
                fields.put(name, parser.getText());
                continue;
            }
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                pages.add(page(parser));
            }
        }
        return new Template(
                text(fields, "id"), text(fields, "title"), text(fields, "description"), pages);
    }

    private static TemplatePage page(JsonParser parser) throws IOException {
        Map<String, String> fields = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            fields.put(name, parser.getText());
        }
        try (InputStream in = resource(text(fields, "document"))) {
            ProjectDocument document = ProjectDocument.parse(in.readAllBytes());
            return new TemplatePage(text(fields, "title"), text(fields, "path"), document);
        }
    }

    private static void advance(JsonParser parser, JsonToken to) throws IOException {
        while (parser.currentToken() != to) {
            parser.nextToken();
        }
    }

    private static String text(Map<String, String> fields, String name) {
        return Objects.requireNonNull(fields.get(name), name);
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(Templates.class.getResourceAsStream(name), name);
    }
}
