package dev.plat.building.render;

import java.util.Optional;

/** What a link says about itself without being asked. */
final class Links {

    private Links() {}

    /** Pages that open from here get no handle on the window they came from. */
    static Optional<String> rel(String href, String target) {
        return UrlPolicy.leadsOut(href) || target.equals("_blank")
                ? Optional.of("noopener")
                : Optional.empty();
    }
}
