package dev.plat.hosting.release;

import dev.plat.resources.blob.Sha256;

/**
 * One file of a sealed release.
 *
 * @param path without a leading slash
 * @param mediaType the whole value of Content-Type
 * @param fingerprinted its name contains its digest, so it may be cached for ever
 */
public record Entry(
        String path, Sha256 sha256, long size, String mediaType, boolean fingerprinted) {

    /** Where names are made of digests. */
    public static final String FINGERPRINT_FOLDER = "_a/";

    static Entry of(ReleaseFile file) {
        String type = MediaTypes.of(file.path());
        return new Entry(file.path(), file.sha256(), file.size(), type, fingerprinted(file));
    }

    /** Whether it is a page rather than something a page uses. */
    public boolean page() {
        return mediaType.startsWith("text/html") || mediaType.startsWith("application/xhtml");
    }

    /** Of a type that we do not know: handed out, never shown. */
    public boolean download() {
        return mediaType.equals(MediaTypes.UNKNOWN);
    }

    /** {@code _a/<the digest of these very bytes>.<ext>}; a name that lies is not believed. */
    private static boolean fingerprinted(ReleaseFile file) {
        String prefix = FINGERPRINT_FOLDER + file.sha256().hex();
        return file.path().startsWith(prefix)
                && (file.path().length() == prefix.length()
                        || file.path().charAt(prefix.length()) == '.');
    }
}
