package dev.plat.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sites that nobody here wrote, taken from npm: deployed, crawled back byte for byte, changed,
 * rolled back.
 */
@ExtendWith(RunningCluster.class)
class RealSitesScenario {

    /** What a browser must be told, by a file's ending. */
    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html",
                    "css", "text/css",
                    "js", "text/javascript",
                    "svg", "image/svg+xml",
                    "png", "image/png",
                    "jpg", "image/jpeg",
                    "ico", "image/x-icon");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "startbootstrap-agency",
                "startbootstrap-clean-blog",
                "startbootstrap-new-age"
            })
    void aRealSiteComesBackByteForByte(String name, LocalCluster cluster) throws Exception {
        Path site = fetch(name, cluster.layout().data());
        Cli cli = new Cli(cluster).as("real-sites@example.org");

        Cli.Result first = cli.run("site", "deploy", site.toString(), "--slug", name, "--json");

        assertThat(first.exit()).as(first.output()).isZero();
        URI root = URI.create(new ObjectMapper().readTree(first.json()).path("url").asText());
        List<Path> files = files(site);
        assertThat(files).hasSizeGreaterThan(5);
        for (Path file : files) {
            comesBack(root, site, file);
        }
        brokenLinksAreTheSitesOwn(root, site);

        Path index = site.resolve("index.html");
        byte[] before = Files.readAllBytes(index);
        byte[] after =
                new String(before, StandardCharsets.UTF_8)
                        .replace("</body>", "<!-- changed --></body>")
                        .getBytes(StandardCharsets.UTF_8);
        Files.write(index, after);
        Cli.Result second = cli.run("site", "deploy", site.toString(), "--slug", name, "--json");

        assertThat(second.exit()).as(second.output()).isZero();
        JsonNode changed = new ObjectMapper().readTree(second.json());
        assertThat(changed.path("sent").asInt()).as(second.output()).isEqualTo(1);
        assertThat(Http.get(root).body()).isEqualTo(after);

        Cli.Result rollback = cli.run("site", "rollback", name);

        assertThat(rollback.exit()).as(rollback.output()).isZero();
        assertThat(Http.get(root).body()).isEqualTo(before);
        System.out.printf(
                "%s: %d files, %d bytes, all equal; second deploy sent %d; rolled back%n",
                name, files.size(), size(files), changed.path("sent").asInt());
    }

    private static void comesBack(URI root, Path site, Path file) throws IOException {
        String path = site.relativize(file).toString();
        HttpResponse<byte[]> answer = Http.get(root.resolve(encoded(path)));

        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        assertThat(answer.body()).as(path).isEqualTo(Files.readAllBytes(file));
        String ending = path.substring(path.lastIndexOf('.') + 1);
        if (TYPES.containsKey(ending)) {
            assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                    .as(path)
                    .startsWith(TYPES.get(ending));
        }
        assertThat(answer.headers().firstValue("ETag").orElse("")).as(path).matches("\"[^\"]+\"");
    }

    /**
     * Every internal link of every page leads somewhere, unless the site as its makers shipped it
     * lacks the file.
     */
    private static void brokenLinksAreTheSitesOwn(URI root, Path site) throws IOException {
        Set<String> broken = new TreeSet<>();
        int followed = 0;
        for (Path file : files(site)) {
            if (!file.toString().endsWith(".html")) {
                continue;
            }
            URI page = root.resolve(encoded(site.relativize(file).toString()));
            Document document = Jsoup.parse(Files.readString(file), page.toString());
            for (String link : links(document)) {
                URI target = URI.create(link);
                if (!root.getHost().equals(target.getHost())) {
                    continue;
                }
                followed++;
                if (Http.get(target).statusCode() != 200
                        && Files.exists(site.resolve(target.getPath().substring(1)))) {
                    broken.add(page + " → " + link);
                }
            }
        }
        assertThat(followed).isPositive();
        assertThat(broken).isEmpty();
    }

    private static List<String> links(Document document) {
        List<String> links = new ArrayList<>();
        document.select("a[href], link[href]")
                .forEach(element -> links.add(element.absUrl("href")));
        document.select("img[src], script[src]")
                .forEach(element -> links.add(element.absUrl("src")));
        return links.stream()
                .filter(link -> !link.isEmpty())
                .map(link -> link.contains("#") ? link.substring(0, link.indexOf('#')) : link)
                .distinct()
                .toList();
    }

    /** The built site from npm's package. */
    private static Path fetch(String name, Path data) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(data.resolve("npm").resolve(name));
        run(folder, "npm", "pack", "--silent", name);
        Path archive;
        try (Stream<Path> list = Files.list(folder)) {
            archive =
                    list.filter(file -> file.toString().endsWith(".tgz")).findFirst().orElseThrow();
        }
        run(folder, "tar", "xzf", archive.toString());
        Path built = folder.resolve("package/dist");
        return Files.exists(built.resolve("index.html")) ? built : folder.resolve("package");
    }

    private static void run(Path folder, String... command)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("fetch.log").toFile())
                        .start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(List.of(command).toString()).isTrue();
        assertThat(process.exitValue()).as(Files.readString(folder.resolve("fetch.log"))).isZero();
    }

    private static List<Path> files(Path site) throws IOException {
        try (Stream<Path> walk = Files.walk(site)) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> !site.relativize(file).toString().matches("(.*/)?\\..*"))
                    .sorted()
                    .toList();
        }
    }

    private static long size(List<Path> files) throws IOException {
        long size = 0;
        for (Path file : files) {
            size += Files.size(file);
        }
        return size;
    }

    private static String encoded(String path) {
        try {
            return new URI(null, null, "/" + path, null).toASCIIString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(path, e);
        }
    }
}
