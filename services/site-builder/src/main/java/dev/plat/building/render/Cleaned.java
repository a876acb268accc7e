package dev.plat.building.render;

import java.util.List;

/** A document that holds only what the allow-list knows, and what had to go for that. */
public record Cleaned(ProjectDocument document, List<Removed> removed) {}
