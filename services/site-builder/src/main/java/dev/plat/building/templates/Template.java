package dev.plat.building.templates;

import java.util.List;

/**
 * A design to start from.
 *
 * @param pages the home page first
 */
public record Template(String id, String title, String description, List<TemplatePage> pages) {

    public Template {
        pages = List.copyOf(pages);
    }
}
