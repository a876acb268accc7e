package dev.plat.domains;

import dev.plat.domains.registrar.epp.EppSettings;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The registry that names are bought from, under {@code plat.registrar.*}.
 *
 * @param epp {@code host:port}; null: nothing can be bought
 * @param suffixes below which names are sold
 * @param client folder with {@code client.pem}, {@code client.key} and {@code password}; its name
 *     is our id at the registry
 * @param ca PEM of who signs the registry's certificate
 * @param rdap where the registry tells whose a name is; a URL
 * @param answer how long the registry may take for one; where a process was killed another goes on
 *     after four times as long
 * @param withoutPayment an owner buys by a click; on one's own machine only
 * @param freeTransfers an owner brings a name over by a click
 */
@ConfigurationProperties("plat.registrar")
record RegistrarConfig(
        @Nullable String epp,
        @Bindable(defaultValue = "") List<String> suffixes,
        @Nullable Path client,
        @Nullable Path ca,
        @Nullable String rdap,
        @Bindable(defaultValue = "30s") Duration answer,
        @Bindable(defaultValue = "false") boolean withoutPayment,
        @Bindable(defaultValue = "false") boolean freeTransfers) {

    List<String> sold() {
        return epp == null
                ? List.of()
                : suffixes.stream().map(String::strip).filter(text -> !text.isEmpty()).toList();
    }

    String id() {
        return given("plat.registrar.client", client).getFileName().toString();
    }

    EppSettings settings() {
        String at = given("plat.registrar.epp", epp);
        Path own = given("plat.registrar.client", client);
        int colon = at.lastIndexOf(':');
        try {
            EppSettings usual =
                    EppSettings.usual(
                            at.substring(0, Math.max(0, colon)),
                            Integer.parseInt(at.substring(colon + 1)),
                            id(),
                            Files.readString(own.resolve("password")).strip(),
                            given("plat.registrar.ca", ca),
                            own.resolve("client.pem"),
                            own.resolve("client.key"));
            return usual.within(answer);
        } catch (NumberFormatException e) {
            throw invalid("plat.registrar.epp", at, "host:port").causedBy(e);
        } catch (IOException e) {
            throw invalid("plat.registrar.client", own.toString(), "a folder with a password")
                    .causedBy(e);
        }
    }

    private static <T> T given(String setting, @Nullable T value) {
        if (value == null) {
            throw invalid(setting, "", "a value, where names are sold");
        }
        return value;
    }

    private static PlatException invalid(String setting, String value, String expected) {
        return new PlatException(
                ErrorCode.CONFIG_INVALID,
                "A setting cannot be used.",
                "setting",
                setting,
                "value",
                value,
                "expected",
                expected);
    }
}
