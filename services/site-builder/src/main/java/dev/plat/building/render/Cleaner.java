package dev.plat.building.render;

import java.util.Optional;

/**
 * The allow-list. It runs when a document is written (the editor shows what went), when one written
 * under older rules is read, and before every rendering. Cleaning twice changes nothing more.
 */
public final class Cleaner {

    private Cleaner() {}

    /**
     * Takes out what the allow-list does not know.
     *
     * @throws dev.plat.schemas.PlatException inline-asset-too-large for a {@code data:} URL over 4
     *     KiB
     */
    public static Cleaned clean(ProjectDocument document) {
        Removals removals = new Removals();
        StyleCleaner styles = new StyleCleaner(removals, Cleaner::mediaPath);
        ComponentCleaner components = new ComponentCleaner(removals, styles);
        RuleCleaner rules = new RuleCleaner(removals, styles);
        ProjectDocument cleaned =
                new ProjectDocument(
                        document.schema(),
                        document.grapes(),
                        document.kind(),
                        components.wrapper(document.component(), "/body/component"),
                        rules.clean(document.styles(), "/body/styles"));
        return new Cleaned(cleaned, removals.toList());
    }

    private static Optional<String> mediaPath(String url) {
        return UrlPolicy.ownMedia(url).map(MediaReference::path);
    }
}
