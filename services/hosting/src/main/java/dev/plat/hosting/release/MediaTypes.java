package dev.plat.hosting.release;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Media types by extension, our own table: a client never says what its bytes are. What is not here
 * is handed out as a download. The type is written into the manifest when it is made, so a later
 * table changes no sealed release.
 */
final class MediaTypes {

    static final String UNKNOWN = "application/octet-stream";

    /** Text types get {@code charset=utf-8}; the first extension of a line is the usual one. */
    private static final String TABLE =
            """
            text/html                       html htm
            text/css                        css
            text/javascript                 js mjs cjs
            text/plain                      txt text log ini conf cfg scss sass less styl ts tsx jsx LICENSE
            text/markdown                   md markdown
            text/csv                        csv
            text/tab-separated-values       tsv
            text/calendar                   ics ifb
            text/vcard                      vcf vcard
            text/vtt                        vtt
            text/xsl                        xsl xslt
            text/yaml                       yaml yml
            text/x-component                htc
            application/json                json map
            application/ld+json             jsonld
            application/geo+json            geojson topojson
            application/manifest+json       webmanifest
            application/xml                 xml
            application/rss+xml             rss
            application/atom+xml            atom
            application/xhtml+xml           xhtml xht
            application/wasm                wasm
            application/pdf                 pdf
            application/rtf                 rtf
            application/epub+zip            epub
            application/zip                 zip
            application/gzip                gz tgz
            application/x-bzip2             bz2
            application/x-xz                xz
            application/zstd                zst
            application/x-7z-compressed     7z
            application/vnd.rar             rar
            application/x-tar               tar
            application/java-archive        jar
            application/postscript          ps ai eps
            application/sql                 sql
            application/toml                toml
            application/x-shockwave-flash   swf
            application/msword              doc dot
            application/vnd.ms-excel        xls xlt
            application/vnd.ms-powerpoint   ppt pot pps
            application/vnd.ms-fontobject   eot
            application/vnd.openxmlformats-officedocument.wordprocessingml.document    docx
            application/vnd.openxmlformats-officedocument.spreadsheetml.sheet          xlsx
            application/vnd.openxmlformats-officedocument.presentationml.presentation  pptx
            application/vnd.oasis.opendocument.text          odt
            application/vnd.oasis.opendocument.spreadsheet   ods
            application/vnd.oasis.opendocument.presentation  odp
            application/vnd.google-earth.kml+xml             kml
            application/vnd.google-earth.kmz                 kmz
            application/gpx+xml             gpx
            application/opensearchdescription+xml  osdx
            image/svg+xml                   svg
            image/png                       png
            image/apng                      apng
            image/jpeg                      jpg jpeg jpe jfif
            image/gif                       gif
            image/webp                      webp
            image/avif                      avif
            image/heic                      heic
            image/heif                      heif
            image/jxl                       jxl
            image/bmp                       bmp
            image/tiff                      tif tiff
            image/x-icon                    ico cur
            font/woff2                      woff2
            font/woff                       woff
            font/ttf                        ttf
            font/otf                        otf
            font/collection                 ttc
            audio/mpeg                      mp3
            audio/mp4                       m4a
            audio/ogg                       ogg oga
            audio/opus                      opus
            audio/wav                       wav
            audio/webm                      weba
            audio/flac                      flac
            audio/aac                       aac
            audio/midi                      mid midi
            video/mp4                       mp4 m4v
            video/webm                      webm
            video/ogg                       ogv
            video/quicktime                 mov
            video/x-msvideo                 avi
            video/x-matroska                mkv
            video/mpeg                      mpg mpeg
            application/vnd.apple.mpegurl   m3u8
            application/dash+xml            mpd
            model/gltf-binary               glb
            model/gltf+json                 gltf
            """;

    private static final Map<String, String> BY_EXTENSION = read();

    private MediaTypes() {}

    /** By what follows the last dot of the last segment, or by the whole name without a dot. */
    static String of(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        String extension = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return BY_EXTENSION.getOrDefault(extension, UNKNOWN);
    }

    private static Map<String, String> read() {
        Map<String, String> types = new HashMap<>();
        TABLE.lines()
                .map(line -> line.strip().split("\\s+"))
                .forEach(words -> {
                    for (int i = 1; i < words.length; i++) {
                        types.put(words[i].toLowerCase(Locale.ROOT), full(words[0]));
                    }
                });
        return Map.copyOf(types);
    }

    private static String full(String type) {
        return type.startsWith("text/") ? type + "; charset=utf-8" : type;
    }
}
