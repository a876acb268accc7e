package dev.plat.resources.server;

import dev.plat.resources.engine.EngineSettings;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import io.micronaut.context.env.Environment;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Properties;

/**
 * What a file server is told, by system property or environment.
 *
 * <ul>
 *   <li>{@code plat.instance}: the node's name in each of its tiers
 *   <li>{@code plat.data}: its folder; each tier has one below it
 *   <li>{@code plat.secrets}: a properties file with {@code service.secret}
 *   <li>{@code plat.files.building-files.port}, {@code plat.files.hosting-files.port}: the data
 *       ports; a tier without one is not served; 0 takes any
 *   <li>{@code plat.zookeeper}: where the registry is; without it the node announces itself nowhere
 *   <li>{@code plat.host}: the address to bind, 127.0.0.1
 *   <li>{@code plat.files.reserve-bytes}: what stays free on a disk, 2 GiB
 *   <li>{@code plat.files.cache-bytes}: RocksDB's memory for each tier, 32 MiB
 * </ul>
 */
@Singleton
final class FileServerSettings {

    private static final String FILES = "plat.files.";
    private static final long RESERVE = 2L << 30;
    private static final long CACHE = 32L << 20;

    private final Environment environment;

    FileServerSettings(Environment environment) {
        this.environment = environment;
    }

    String instance() {
        return required("plat.instance");
    }

    Path data() {
        return Path.of(required("plat.data"));
    }

    String zookeeper() {
        return environment.getProperty("plat.zookeeper", String.class).orElse("");
    }

    String host() {
        return environment.getProperty("plat.host", String.class).orElse("127.0.0.1");
    }

    /** The tiers to serve and their data ports. */
    Map<Tier, Integer> ports() {
        Map<Tier, Integer> ports = new EnumMap<>(Tier.class);
        for (Tier tier : Tier.values()) {
            environment
                    .getProperty(FILES + tier.text() + ".port", Integer.class)
                    .ifPresent(port -> ports.put(tier, port));
        }
        if (ports.isEmpty()) {
            throw missing(FILES + "<tier>.port");
        }
        return ports;
    }

    EngineSettings engine(Tier tier) {
        EngineSettings usual = EngineSettings.of(data().resolve(tier.text()), tier, instance());
        return new EngineSettings(
                usual.folder(),
                tier,
                usual.node(),
                number(FILES + "reserve-bytes", RESERVE),
                number(FILES + "cache-bytes", CACHE),
                usual.writers(),
                usual.readers());
    }

    String serviceSecret() {
        Path file = Path.of(required("plat.secrets"));
        Properties secrets = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            secrets.load(in);
        } catch (IOException e) {
            throw missing("plat.secrets").causedBy(e);
        }
        String secret = secrets.getProperty("service.secret");
        if (secret == null) {
            throw missing("service.secret");
        }
        return secret;
    }

    private long number(String name, long usual) {
        return environment.getProperty(name, Long.class).orElse(usual);
    }

    private String required(String name) {
        return environment.getProperty(name, String.class).orElseThrow(() -> missing(name));
    }

    private static PlatException missing(String name) {
        return new PlatException(
                ErrorCode.CONFIG_INVALID, "A setting is missing or unreadable.", "field", name);
    }
}
