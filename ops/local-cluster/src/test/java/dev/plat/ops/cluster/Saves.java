package dev.plat.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.plat.ops.cluster.Customer.Answer;

/** Edits of a document as the editor makes them: load, change, save against the revision seen. */
final class Saves {

    private Saves() {}

    /** Adds a paragraph to the page; returns the answer of the save. */
    static Answer addText(Customer customer, String site, String document, String text) {
        JsonNode loaded = customer.get(path(site, document)).json();
        return save(
                customer,
                site,
                document,
                loaded.path("rev").asLong(),
                withText(loaded.path("body"), text));
    }

    static Answer save(Customer customer, String site, String document, long rev, JsonNode body) {
        return customer.with("If-Match", "\"" + rev + "\"").call("PUT", path(site, document), body);
    }

    static String path(String site, String document) {
        return "/api/v1/sites/" + site + "/documents/" + document;
    }

    /** The page with this one paragraph and nothing else, so that it never grows. */
    static JsonNode withOneText(JsonNode envelope, String text) {
        ObjectNode copy = envelope.deepCopy();
        ((ObjectNode) copy.path("body").path("component")).putArray("components");
        return withText(copy, text);
    }

    static JsonNode withText(JsonNode envelope, String text) {
        ObjectNode copy = envelope.deepCopy();
        ObjectNode component = (ObjectNode) copy.path("body").path("component");
        ObjectNode paragraph = component.withArray("components").addObject();
        paragraph.put("type", "text");
        paragraph.put("tagName", "p");
        ObjectNode content = paragraph.withArray("components").addObject();
        content.put("type", "textnode");
        content.put("content", text);
        return copy;
    }

    /** Adds a picture that was uploaded. */
    static JsonNode withPicture(JsonNode envelope, String url) {
        ObjectNode copy = envelope.deepCopy();
        ObjectNode component = (ObjectNode) copy.path("body").path("component");
        ObjectNode picture = component.withArray("components").addObject();
        picture.put("type", "image");
        picture.putObject("attributes").put("src", url).put("alt", "a picture");
        return copy;
    }

    static String upload(Customer customer, String site, byte[] picture) {
        Answer answer =
                customer.with("Content-Type", "image/png")
                        .call("POST", "/api/v1/sites/" + site + "/media", picture);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().path("url").asText();
    }

    static Answer publish(Customer customer, String site) {
        return customer.call("POST", "/api/v1/sites/" + site + "/publish", new byte[0]);
    }
}
