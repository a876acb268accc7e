package dev.plat.building.render;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a document names an uploaded picture: by its path in the API, never by its bytes. */
public record MediaReference(String site, String media) {

    private static final Pattern PATH =
            Pattern.compile(
                    "/api/v1/sites/(site_[0-9a-z]{1,40})/media/([a-z]{1,10}_[0-9a-z]{1,40})/content");

    public static Optional<MediaReference> parse(String url) {
        Matcher matcher = PATH.matcher(url);
        return matcher.matches()
                ? Optional.of(new MediaReference(matcher.group(1), matcher.group(2)))
                : Optional.empty();
    }

    public String path() {
        return "/api/v1/sites/" + site + "/media/" + media + "/content";
    }
}
