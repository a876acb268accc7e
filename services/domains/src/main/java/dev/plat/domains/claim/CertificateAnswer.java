package dev.plat.domains.claim;

import dev.plat.domains.certificate.StoredCertificate;
import dev.plat.domains.renewal.CertificateView;
import dev.plat.domains.schedule.Explained;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A name's certificates, the newest first; moments are ISO 8601 in UTC.
 *
 * @param status {@code none}, {@code waiting}, {@code ordered}, {@code issued}, {@code deployed},
 *     {@code failed} or {@code paused}
 * @param reason what is waited for or went wrong; null when all is well
 * @param next when it is tried again by itself
 */
@Serdeable
record CertificateAnswer(
        String name,
        String status,
        @Nullable String reason,
        @Nullable String next,
        List<Entry> certificates) {

    /**
     * One certificate.
     *
     * @param state as it stands in the database
     */
    @Serdeable
    record Entry(
            String certificate,
            String state,
            String issuer,
            String serial,
            String notBefore,
            String notAfter) {}

    /** Whether it is only asked what would be done. */
    @Serdeable
    record Renew(@Nullable Boolean dryRun) {}

    /**
     * What would be done, or is.
     *
     * @param ordered whether an order was made
     * @param reason a code
     */
    @Serdeable
    record Decided(
            String name,
            boolean ordered,
            String reason,
            String sentence,
            Map<String, Object> facts) {

        static Decided of(String name, Explained why) {
            return new Decided(name, false, why.reason().text(), why.sentence(), why.facts());
        }
    }

    static CertificateAnswer of(
            String name, CertificateView view, List<StoredCertificate> certificates) {
        Instant next = view.next();
        return new CertificateAnswer(
                name,
                view.status().text(),
                view.sentence(),
                next == null ? null : next.toString(),
                certificates.stream().map(CertificateAnswer::entry).toList());
    }

    private static Entry entry(StoredCertificate each) {
        return new Entry(
                each.id().toString(),
                each.state().name().toLowerCase(Locale.ROOT),
                each.issuer(),
                each.leaf().getSerialNumber().toString(16),
                each.notBefore().toString(),
                each.notAfter().toString());
    }
}
