package dev.plat.building.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;

/**
 * Ordinary pages must come out as GrapesJS itself writes them. {@code web/scripts/differential.mjs}
 * made the cases with the pinned GrapesJS; {@code -Dplat.differential=FILE} runs a longer list.
 */
class DifferentialTest {

    @Test
    void ordinaryPagesAreWrittenAsGrapesWritesThem() throws IOException {
        List<?> cases = cases();

        for (int i = 0; i < cases.size(); i++) {
            Map<?, ?> one = (Map<?, ?>) cases.get(i);
            ProjectDocument page =
                    ProjectDocument.parse(CanonicalJson.write(given(one, "document")));

            RenderedPage rendered = Pages.render(page);

            assertThat(rendered.removed()).as("case %d", i).isEmpty();
            assertThat(body(Pages.html(rendered)))
                    .as("case %d", i)
                    .isEqualTo(body(given(one, "html")));
            assertThat(Pages.css(rendered)).as("case %d", i).isEqualTo(given(one, "css") + "\n");
        }
        assertThat(cases).hasSizeGreaterThanOrEqualTo(100);
    }

    private static Object given(Map<?, ?> one, String name) {
        return Objects.requireNonNull(one.get(name), name);
    }

    /** The body after parsing, attributes in order; {@code rel} is ours and GrapesJS sets none. */
    private static String body(Object html) {
        Document document = Jsoup.parse(String.valueOf(html));
        document.outputSettings().prettyPrint(false);
        for (Element element : document.body().getAllElements()) {
            element.removeAttr("rel");
            List<Attribute> attributes = new ArrayList<>(element.attributes().asList());
            attributes.sort((a, b) -> a.getKey().compareTo(b.getKey()));
            element.clearAttributes();
            attributes.forEach(one -> element.attr(one.getKey(), one.getValue()));
        }
        return document.body().outerHtml();
    }

    private static List<?> cases() throws IOException {
        String file = System.getProperty("plat.differential", "");
        if (!file.isEmpty()) {
            return (List<?>) Json.parse(Files.readAllBytes(Path.of(file)));
        }
        try (InputStream in = DifferentialTest.class.getResourceAsStream("differential.json")) {
            byte[] bytes = Objects.requireNonNull(in, "differential.json").readAllBytes();
            return (List<?>) Json.parse(bytes);
        }
    }
}
