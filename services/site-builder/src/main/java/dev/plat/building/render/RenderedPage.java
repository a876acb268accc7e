package dev.plat.building.render;

import java.util.List;

/**
 * The bytes of one published page.
 *
 * @param html a whole HTML5 document in UTF-8
 * @param css its style sheet in UTF-8
 * @param cssPath where the document expects the style sheet, without a leading slash: {@code
 *     _a/<sha256>.css}
 * @param media the pictures it shows, in order of first use, each once
 * @param removed what did not get in
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes on their way out; never compared.
public record RenderedPage(
        byte[] html,
        byte[] css,
        String cssPath,
        List<MediaReference> media,
        List<Removed> removed) {}
