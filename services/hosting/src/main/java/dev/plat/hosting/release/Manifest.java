package dev.plat.hosting.release;

import dev.plat.resources.blob.Sha256;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A release, whole and immutable: which path leads to which bytes. The same files and settings make
 * the same manifest and the same {@link #digest}, on any installation, because nothing of time,
 * author or id is in it.
 *
 * <p>Threads: safe.
 */
public final class Manifest {

    /** Beyond it a publisher splits the site. */
    public static final int FILES_MAX = 100_000;

    /** 2 GiB: what one Range, one disk file and one transfer are tested for. */
    public static final long FILE_BYTES_MAX = 2L << 30;

    private static final int VIOLATIONS_MAX = 20;
    private static final String NOT_FOUND_PAGE = "404.html";

    private final ReleaseSettings settings;
    private final List<Entry> entries;
    private final Map<String, Route> derived;
    private final Map<String, Route> routes;
    private final byte[] bytes;
    private final Sha256 digest;

    private Manifest(
            ReleaseSettings settings,
            List<Entry> entries,
            Map<String, Route> derived,
            byte[] bytes,
            Sha256 digest) {
        this.settings = settings;
        this.entries = List.copyOf(entries);
        this.derived = derived;
        this.routes = new HashMap<>(derived);
        this.entries.forEach(entry -> routes.put(entry.path(), new Route.Serve(entry)));
        this.bytes = bytes;
        this.digest = digest;
    }

    /**
     * Makes the manifest of these files, in whatever order they come.
     *
     * @throws PlatException {@code release-invalid} with the path, the rule, the value found and
     *     the value allowed of the first violation, and a list {@code violations} of up to 20
     */
    public static Manifest of(List<ReleaseFile> files, ReleaseSettings settings) {
        refuseIfAny(violations(files));
        List<Entry> entries =
                files.stream().map(Entry::of).sorted(ManifestCodec.BY_PATH_BYTES).toList();
        Map<String, Route> derived = Routes.derive(entries);
        byte[] bytes = ManifestCodec.encode(settings, entries, derived);
        return new Manifest(settings, entries, derived, bytes, Sha256.of(bytes));
    }

    /**
     * Reads a manifest back.
     *
     * @throws PlatException {@code internal} when the bytes are not those of {@code expected}, or
     *     not a manifest
     */
    public static Manifest decode(byte[] bytes, Sha256 expected) {
        Sha256 digest = Sha256.of(bytes);
        if (!digest.equals(expected)) {
            throw new PlatException(
                    ErrorCode.INTERNAL,
                    "A manifest does not have its digest.",
                    "value",
                    digest.hex(),
                    "expected",
                    expected.hex());
        }
        ManifestCodec.Parts parts = ManifestCodec.decode(bytes);
        return new Manifest(parts.settings(), parts.entries(), parts.derived(), bytes, digest);
    }

    public ReleaseSettings settings() {
        return settings;
    }

    /** In the order of their paths' bytes. */
    public List<Entry> entries() {
        return entries;
    }

    /**
     * Where a decoded request path leads.
     *
     * @param path without its leading slash; the root is the empty text
     */
    public Optional<Route> find(String path) {
        return Optional.ofNullable(routes.get(path));
    }

    /** The site's own page for paths that lead nowhere. */
    public Optional<Entry> notFoundPage() {
        return routes.get(NOT_FOUND_PAGE) instanceof Route.Serve(Entry entry)
                ? Optional.of(entry)
                : Optional.empty();
    }

    /** SHA-256 of {@link #bytes}. */
    public Sha256 digest() {
        return digest;
    }

    /** The canonical form, a copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** About what it takes in memory. */
    public int weightBytes() {
        return bytes.length * 4;
    }

    /** Each content once, though several paths may share it. */
    public Set<Sha256> contents() {
        Set<Sha256> contents = new LinkedHashSet<>();
        entries.forEach(entry -> contents.add(entry.sha256()));
        return contents;
    }

    /** The size of all files together. */
    public long totalBytes() {
        return entries.stream().mapToLong(Entry::size).sum();
    }

    /** The routes that are no file's name; for those who print a release. */
    public Map<String, Route> derivedRoutes() {
        return Map.copyOf(derived);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Manifest manifest && Arrays.equals(bytes, manifest.bytes);
    }

    @Override
    public int hashCode() {
        return digest.hashCode();
    }

    private static List<Violation> violations(List<ReleaseFile> files) {
        if (files.isEmpty() || files.size() > FILES_MAX) {
            return List.of(new Violation("", "file-count", "" + files.size(), "1 to " + FILES_MAX));
        }
        List<Violation> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Map<Sha256, Long> sizes = new HashMap<>();
        for (ReleaseFile file : files) {
            check(file, seen, sizes).ifPresent(found::add);
            if (found.size() == VIOLATIONS_MAX) {
                break;
            }
        }
        return found;
    }

    private static Optional<Violation> check(
            ReleaseFile file, Set<String> seen, Map<Sha256, Long> sizes) {
        Optional<Violation> path = PathRules.check(file.path());
        if (path.isPresent()) {
            return path;
        }
        if (!seen.add(file.path())) {
            return Optional.of(
                    new Violation(file.path(), "path-twice", "named twice", "each path once"));
        }
        if (file.size() < 0 || file.size() > FILE_BYTES_MAX) {
            return Optional.of(
                    new Violation(
                            file.path(), "file-size", "" + file.size(), "0 to " + FILE_BYTES_MAX));
        }
        Long other = sizes.putIfAbsent(file.sha256(), file.size());
        if (other != null && other != file.size()) {
            return Optional.of(
                    new Violation(
                            file.path(),
                            "file-size-differs",
                            "" + file.size(),
                            other + ", as another file of the same digest"));
        }
        return Optional.empty();
    }

    private static void refuseIfAny(List<Violation> violations) {
        if (violations.isEmpty()) {
            return;
        }
        Violation first = violations.getFirst();
        throw new PlatException(
                ErrorCode.RELEASE_INVALID,
                "This release breaks a rule.",
                "path",
                first.path(),
                "rule",
                first.rule(),
                "value",
                first.value(),
                "allowed",
                first.allowed(),
                "violations",
                violations.stream().map(Violation::facts).toList());
    }
}
