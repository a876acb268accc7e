package dev.plat.ops.cli.domain;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.ops.cli.api.ApiClient;
import java.util.ArrayList;
import java.util.List;

/** The names of an account, on all its sites. */
final class OwnNames {

    /** One of them, and the site it is for. */
    record Own(NameView view, String slug) {}

    private OwnNames() {}

    /** The named ones, or all for none. */
    static List<Own> of(ApiClient client, List<String> names) {
        List<Own> found = new ArrayList<>();
        JsonNode sites = client.siteBuilder("GET", "/api/v1/sites", null).path("sites");
        if (names.isEmpty()) {
            for (JsonNode site : sites) {
                String path = "/api/v1/sites/" + site.path("site").asText() + "/domains";
                for (JsonNode name : client.domains("GET", path, null).path("domains")) {
                    found.add(new Own(new NameView(name), site.path("slug").asText()));
                }
            }
        }
        for (String name : names) {
            NameView view = new NameView(client.domains("GET", DomainOptions.path(name), null));
            found.add(new Own(view, slug(sites, view.json().path("site").asText())));
        }
        return found;
    }

    private static String slug(JsonNode sites, String id) {
        for (JsonNode site : sites) {
            if (site.path("site").asText().equals(id)) {
                return site.path("slug").asText();
            }
        }
        return id;
    }
}
