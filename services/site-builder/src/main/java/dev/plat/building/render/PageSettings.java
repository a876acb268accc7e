package dev.plat.building.render;

import dev.plat.schemas.PlatException;

/**
 * What a page needs besides its content.
 *
 * @param title the text of the browser's tab, 1 to 200 characters
 * @param language a BCP 47 tag such as {@code en} or {@code pt-BR}
 * @param description for search engines, at most 500 characters; empty means none
 */
public record PageSettings(String title, String language, String description) {

    public PageSettings {
        if (title.isBlank() || title.length() > 200) {
            throw PlatException.invalidField("title", title, "1 to 200 characters");
        }
        if (!language.matches("[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}")) {
            throw PlatException.invalidField("language", language, "a BCP 47 tag such as en");
        }
        if (description.length() > 500) {
            throw PlatException.invalidField("description", description, "at most 500 characters");
        }
    }

    public static PageSettings titled(String title) {
        return new PageSettings(title, "en", "");
    }
}
