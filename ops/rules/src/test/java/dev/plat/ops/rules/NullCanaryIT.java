package dev.plat.ops.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.NodeList;

/** A gate that has fallen out of the build is silent: this hears whether it still bites. */
class NullCanaryIT {

    private static final Path HOME = Path.of(System.getProperty("plat.home"));
    private static final String ARGUMENTS =
            "/project/build/plugins/plugin[artifactId='maven-compiler-plugin']//compilerArgs/arg";

    @Test
    void theBuildRefusesToTakeTheLengthOfWhatMayBeNull(@TempDir Path folder) throws Exception {
        String refused = compile(folder, "return text.length();");
        String taken = compile(folder, "return text == null ? 0 : text.length();");

        assertThat(refused).contains("[NullAway] dereferenced expression");
        assertThat(taken).isEmpty();
    }

    /** What javac says about a method with this body, given the root pom's own arguments. */
    private static String compile(Path folder, String body) throws Exception {
        String source =
                """
                package canary;
                @org.jspecify.annotations.NullMarked
                class Canary {
                    static int length(@org.jspecify.annotations.Nullable String text) { BODY }
                }
                """;
        Path file = folder.resolve("Canary.java");
        Files.writeString(file, source.replace("BODY", body));
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "javac").toString());
        try (Stream<String> exports = Files.lines(HOME.resolve(".mvn/jvm.config"))) {
            exports.map(option -> "-J" + option).forEach(line::add);
        }
        DocumentBuilderFactory parsers = DocumentBuilderFactory.newDefaultInstance();
        try (InputStream pom = Files.newInputStream(HOME.resolve("pom.xml"))) {
            Object found =
                    XPathFactory.newDefaultInstance()
                            .newXPath()
                            .evaluate(
                                    ARGUMENTS,
                                    parsers.newDocumentBuilder().parse(pom),
                                    XPathConstants.NODESET);
            NodeList arguments = (NodeList) found;
            for (int i = 0; i < arguments.getLength(); i++) {
                line.add(arguments.item(i).getTextContent());
            }
        }
        String classPath = System.getProperty("java.class.path");
        line.addAll(List.of("-d", folder.toString(), "-classpath", classPath));
        line.addAll(List.of("-processorpath", classPath, "-proc:none", file.toString()));
        Process javac = new ProcessBuilder(line).redirectErrorStream(true).start();
        return new String(javac.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
