package dev.plat.building.templates;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.building.render.Cleaner;
import dev.plat.building.render.PageRenderer;
import dev.plat.building.render.PageSettings;
import dev.plat.building.render.RenderedPage;
import dev.plat.schemas.PlatException;
import java.util.Optional;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;

class TemplatesTest {

    @Test
    void everyTemplateHasAHomePageAndTheAllowListTakesNothingFromIt() {
        assertThat(Templates.all())
                .extracting(Template::id)
                .containsExactly("blank", "business", "portfolio");
        for (Template template : Templates.all()) {
            assertThat(template.pages().getFirst().path()).isEmpty();
            for (TemplatePage page : template.pages()) {
                assertThat(Cleaner.clean(page.document()).removed())
                        .as("%s %s", template.id(), page.path())
                        .isEmpty();
            }
        }
    }

    @Test
    void everyTemplatePageHasOneMainHeadingAndLinksOnlyToPagesThatExist() {
        for (Template template : Templates.all()) {
            for (TemplatePage page : template.pages()) {
                RenderedPage rendered =
                        PageRenderer.render(
                                page.document(),
                                PageSettings.titled(page.title()),
                                _ -> Optional.empty());
                Document dom = Jsoup.parse(new String(rendered.html(), UTF_8));

                assertThat(dom.select("h1")).hasSize(1);
                assertThat(dom.select("main")).hasSize(1);
                assertThat(dom.select("a[href^=/]").eachAttr("href"))
                        .allMatch(href ->
                                template.pages().stream()
                                        .anyMatch(one -> href.equals("/" + one.path())));
            }
        }
    }

    @Test
    void anUnknownTemplateIsRefusedWithTheOnesThereAre() {
        assertThatThrownBy(() -> Templates.named("shop"))
                .isInstanceOf(PlatException.class)
                .hasMessageContaining("blank, business, portfolio");
    }
}
