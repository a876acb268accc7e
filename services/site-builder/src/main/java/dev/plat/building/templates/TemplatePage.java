package dev.plat.building.templates;

import dev.plat.building.render.ProjectDocument;

/**
 * One page of a template.
 *
 * @param path empty for the home page, else such as {@code about}
 */
public record TemplatePage(String title, String path, ProjectDocument document) {}
