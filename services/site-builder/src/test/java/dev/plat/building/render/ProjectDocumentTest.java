package dev.plat.building.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProjectDocumentTest {

    @Test
    void brokenJsonNamesTheOffset() {
        assertThat(refusal("{\"schema\":1,}").code()).isEqualTo(ErrorCode.JSON_MALFORMED);
        assertThat(refusal("{\"schema\":1,}").facts()).containsEntry("offset", 12L);
        assertThat(refusal("").code()).isEqualTo(ErrorCode.JSON_MALFORMED);
        assertThat(refusal("{\"schema\":1").code()).isEqualTo(ErrorCode.JSON_MALFORMED);
        assertThat(refusal("{} {}").code()).isEqualTo(ErrorCode.JSON_MALFORMED);
        assertThat(refusal("{\"a\":1,\"a\":2}").code()).isEqualTo(ErrorCode.JSON_MALFORMED);
    }

    @Test
    void whatIsNotUtf8IsNotJson() {
        byte[] text = Pages.text("", "").getBytes(StandardCharsets.UTF_8);
        text[text.length - 3] = (byte) 0xc0;

        PlatException e =
                catchThrowableOfType(PlatException.class, () -> ProjectDocument.parse(text));

        assertThat(e.code()).isEqualTo(ErrorCode.JSON_MALFORMED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    []                                                              | ``
                    {"schema":2}                                                    | /schema
                    {"schema":1,"grapes":"x"}                                       | /grapes
                    {"schema":1,"grapes":"0.23.6","kind":"book"}                    | /kind
                    {"schema":1,"grapes":"0.23.6","kind":"page","extra":1}          | /extra
                    {"schema":1,"grapes":"0.23.6","kind":"page","body":[]}          | /body
                    {"schema":1,"grapes":"0.23.6","kind":"page","body":{"component":1}} | /body/component
                    {"schema":1,"grapes":"0.23.6","kind":"page","body":{"component":{},"styles":{}}} | /body/styles
                    {"schema":1,"grapes":"0.23.6","kind":"page","body":{"component":{"components":[1]}}} | /body/component/components/0
                    """)
    void aWrongFieldIsNamedByPointer(String text, String pointer) {
        PlatException e = refusal(text);

        assertThat(e.code()).isEqualTo(ErrorCode.FIELD_INVALID);
        assertThat(e.facts()).containsEntry("pointer", pointer).containsKeys("value", "expected");
    }

    @Test
    void depthComponentsNestingAndBytesHaveLimits() {
        String deep = "{\"components\":[".repeat(64) + "]}".repeat(64);
        String many = "{},".repeat(5_000) + "{}";
        String nested = "{\"attributes\":" + "[".repeat(100_000);
        String large = "{\"content\":\"" + "x".repeat(3_000_000) + "\"}";

        assertThat(limit(deep)).containsEntry("which", "depth").containsEntry("limit", 64);
        assertThat(limit(many)).containsEntry("which", "components").containsEntry("limit", 5_000);
        assertThat(limit(nested)).containsEntry("which", "nesting");
        assertThat(limit(large)).containsEntry("which", "bytes");
    }

    @Test
    void theDeepestAllowedPageParsesCleansAndRenders() {
        String deep = "{\"components\":[".repeat(63) + "]}".repeat(63);

        Invariants.hold(Pages.render(Pages.page(deep, "")));
    }

    @Test
    void equalDocumentsHaveEqualBytesAndStyleKeepsItsOrder() {
        ProjectDocument one =
                Pages.page(
                        "{\"tagName\":\"p\",\"style\":{\"margin-top\":\"1px\",\"inset\":\"0\",\"bottom\":\"2px\"}}",
                        "");
        ProjectDocument other =
                Pages.page(
                        "{ \"style\":{\"margin-top\":\"1px\",\"inset\":\"0\",\"bottom\":\"2px\"}, \"tagName\":\"p\" }",
                        "");

        assertThat(one.toBytes()).isEqualTo(other.toBytes());
        assertThat(new String(one.toBytes(), StandardCharsets.UTF_8))
                .contains("{\"margin-top\":\"1px\",\"inset\":\"0\",\"bottom\":\"2px\"}")
                .startsWith("{\"body\":{\"component\":{\"components\":[{\"style\"");
        assertThat(ProjectDocument.parse(one.toBytes()).toBytes()).isEqualTo(one.toBytes());
    }

    @ParameterizedTest
    @CsvSource({
        "1.0,1",
        "1.50,1.5",
        "1e3,1000",
        "-0.0,0",
        "1e21,1e+21",
        "1e-7,1e-7",
        "0.000001,0.000001"
    })
    void numbersAreWrittenAsRfc8785Says(String given, String written) {
        Object value = Json.parse(given.getBytes(StandardCharsets.UTF_8));

        assertThat(new String(CanonicalJson.write(value), StandardCharsets.UTF_8))
                .isEqualTo(written);
    }

    private static Map<String, Object> limit(String components) {
        PlatException e = refusal(Pages.text(components, ""));
        assertThat(e.code()).isEqualTo(ErrorCode.DOCUMENT_TOO_LARGE);
        return e.facts();
    }

    private static PlatException refusal(String text) {
        return catchThrowableOfType(
                PlatException.class,
                () -> ProjectDocument.parse(text.getBytes(StandardCharsets.UTF_8)));
    }
}
