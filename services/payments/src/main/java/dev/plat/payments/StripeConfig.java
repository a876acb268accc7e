package dev.plat.payments;

import dev.plat.payments.provider.stripe.StripeSettings;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who moves the money, under {@code plat.stripe.*}.
 *
 * @param base {@code https://api.stripe.com} or a sandbox; null: nothing can be paid here
 * @param key file with the secret key, which only this user may read
 * @param hooks file with the secrets that sign webhooks, one to a line; all of them are believed
 * @param ca PEM of who signs a sandbox's certificate
 * @param connect how long a connection may take
 * @param answer how long one answer may take
 */
@ConfigurationProperties("plat.stripe")
record StripeConfig(
        @Nullable URI base,
        @Nullable Path key,
        @Nullable Path hooks,
        @Nullable Path ca,
        @Bindable(defaultValue = "2s") Duration connect,
        @Bindable(defaultValue = "20s") Duration answer) {

    StripeSettings settings() {
        if (base == null || !"https".equals(base.getScheme())) {
            throw invalid("plat.stripe.base", String.valueOf(base), "an https URL");
        }
        return new StripeSettings(
                base,
                lines("plat.stripe.key", key).getFirst(),
                lines("plat.stripe.hooks", hooks),
                ca,
                connect,
                answer);
    }

    /** One at least. */
    private static List<String> lines(String setting, @Nullable Path file) {
        if (file == null) {
            throw invalid(setting, "", "a file");
        }
        try {
            List<String> lines =
                    Files.readAllLines(file).stream()
                            .map(String::strip)
                            .filter(line -> !line.isEmpty())
                            .toList();
            if (lines.isEmpty()) {
                throw invalid(setting, file.toString(), "a file with a secret");
            }
            return lines;
        } catch (IOException e) {
            throw invalid(setting, file.toString(), "a file that can be read").causedBy(e);
        }
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
