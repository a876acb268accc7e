package dev.plat.domains.claim;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A name as its account sees it.
 *
 * @param display with U-labels; to be shown beside {@code name}, never alone
 * @param certificateStatus as {@link CertificateAnswer}'s
 * @param certificateReason what its certificate waits for, or what went wrong
 * @param certificateNext when that is tried again by itself
 * @param url where it is live; null until then
 * @param records to set, and what each is for
 * @param findings what the last look found wrong, the most important first
 * @param nextCheck ISO 8601 in UTC
 * @param contest null while nobody else has proven this name
 * @param pair the other one of a bare name and its {@code www}, where both were asked for
 * @param looksLike a name in ASCII that people may take this one for
 */
@Serdeable
record NameAnswer(
        String name,
        String display,
        String site,
        String nameStatus,
        String certificateStatus,
        @Nullable String certificateReason,
        @Nullable String certificateNext,
        @Nullable String url,
        @Nullable String redirectTo,
        List<Entry> records,
        List<Found> findings,
        @Nullable String nextCheck,
        @Nullable Dispute contest,
        @Nullable NameAnswer pair,
        @Nullable String looksLike) {

    private static final int TTL = 300;

    /** What is asked for. */
    @Serdeable
    record New(@Nullable String name, @Nullable Boolean pair, @Nullable String redirectTo) {}

    /** The names of a site. */
    @Serdeable
    record All(List<NameAnswer> domains) {

        static All of(List<NameViews.View> views) {
            return new All(views.stream().map(view -> NameAnswer.of(view, null, null)).toList());
        }
    }

    /**
     * One DNS record.
     *
     * @param why {@code proof} or {@code address}
     * @param found what stands there instead, by the last look
     */
    @Serdeable
    record Entry(String type, String host, String value, int ttl, String why, List<String> found) {}

    /** What is wrong. */
    @Serdeable
    record Found(String code, String sentence, List<String> wanted, List<String> found) {}

    /**
     * Another account has proven the name too.
     *
     * @param since when the one who holds it was told; null while its own proof is gone
     * @param decidesAt before which it does not move
     */
    @Serdeable
    record Dispute(@Nullable String since, @Nullable String decidesAt) {}

    /** How far a release has come. */
    @Serdeable
    record Off(String name, int off, int nodes, List<String> missing) {}

    static NameAnswer of(
            NameViews.View view, NameViews.@Nullable View pair, @Nullable String looksLike) {
        Contest contest = view.contest();
        return new NameAnswer(
                view.name().ascii(),
                view.name().display(),
                view.site().toString(),
                view.status().text(),
                view.certificate().status().text(),
                view.certificate().sentence(),
                text(view.certificate().next()),
                view.link(),
                view.redirectTo(),
                view.records().stream().map(wanted -> entry(wanted, view.findings())).toList(),
                view.findings().stream().map(NameAnswer::found).toList(),
                text(view.nextCheck()),
                contest == null ? null : new Dispute(text(contest.told()), text(view.decidesAt())),
                pair == null ? null : of(pair, null, null),
                looksLike);
    }

    private static Entry entry(NameViews.Wanted wanted, List<FindingSql.Kept> findings) {
        List<String> found =
                findings.stream()
                        .filter(each -> each.wanted().contains(wanted.line()))
                        .flatMap(each -> each.found().stream())
                        .distinct()
                        .toList();
        return new Entry(
                wanted.line().type(),
                wanted.line().host(),
                wanted.line().value(),
                TTL,
                wanted.why(),
                found);
    }

    private static Found found(FindingSql.Kept kept) {
        return new Found(
                kept.code(),
                kept.sentence(),
                kept.wanted().stream().map(Object::toString).toList(),
                kept.found());
    }

    private static @Nullable String text(@Nullable Instant at) {
        return at == null ? null : at.toString();
    }
}
