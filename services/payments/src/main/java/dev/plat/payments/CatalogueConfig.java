package dev.plat.payments;

import dev.plat.payments.catalogue.CatalogueReader;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What is for sale.
 *
 * @param file the catalogue as JSON, see {@link CatalogueReader}
 */
@ConfigurationProperties("plat.catalogue")
@Requires(property = "plat.catalogue.file")
record CatalogueConfig(Path file) {

    byte[] bytes() {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new PlatException(
                            ErrorCode.CONFIG_INVALID,
                            "The catalogue cannot be read.",
                            "setting",
                            "plat.catalogue.file",
                            "value",
                            file.toString(),
                            "expected",
                            "a file that can be read")
                    .causedBy(e);
        }
    }
}
