package dev.plat.chassis;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * The cluster's secrets, read once from a properties file that only this user may read: {@code
 * service.secret}, {@code ticket.secret}, {@code resource.root}, {@code pepper}, {@code
 * domains.label}, {@code webhooks.root} (each 32 bytes as hex) and {@code
 * postgres.{app,scan,owner}.password}. Nothing here prints.
 */
@Singleton
public final class Secrets {

    private final Properties values = new Properties();

    Secrets(ProcessSettings settings) {
        this(settings.secrets());
    }

    /**
     * Reads the file.
     *
     * @throws PlatException {@code config-invalid} when it cannot be read
     */
    private Secrets(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            values.load(reader);
        } catch (IOException e) {
            throw new PlatException(
                            ErrorCode.CONFIG_INVALID,
                            "The secrets file cannot be read.",
                            "plat.secrets",
                            file.toString())
                    .causedBy(e);
        }
    }

    /**
     * One secret.
     *
     * @throws PlatException {@code config-invalid} when the file lacks it
     */
    public String get(String name) {
        String value = values.getProperty(name, "");
        if (value.isBlank()) {
            throw new PlatException(
                    ErrorCode.CONFIG_INVALID, "The secrets file lacks an entry.", "expected", name);
        }
        return value;
    }
}
