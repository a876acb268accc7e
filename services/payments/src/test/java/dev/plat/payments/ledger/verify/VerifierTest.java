package dev.plat.payments.ledger.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import java.util.List;
import org.junit.jupiter.api.Test;

class VerifierTest {

    @Test
    void emptyBooksAreRight() {
        assertThat(verify(new DrawnBooks(), List.of())).isEqualTo(Verdict.NOTHING);
    }

    @SeededTest(cases = 200)
    void booksAsTheyWerePostedAreProved(Seed seed) {
        DrawnBooks books = DrawnBooks.draw(seed);

        Verdict verdict = verify(books, List.of());

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.entries()).isEqualTo(books.entries.size());
        assertThat(verdict.journals()).isEqualTo(books.journals.size());
        assertThat(verdict.heads()).hasSameElementsAs(books.heads);
        assertThat(verify(books, verdict.heads()).findings()).isEmpty();
    }

    /**
     * One value of one row, a row more, a row less, rows exchanged: each is found in its bucket.
     */
    @SeededTest(cases = 10_000)
    void noTamperingGoesUnfound(Seed seed) {
        DrawnBooks books = DrawnBooks.draw(seed);

        Tampering.Done done = Tampering.draw(seed, books);

        assertThat(verify(books, List.of()).findings())
                .as(done.what())
                .extracting(Finding::bucket)
                .contains(done.bucket());
    }

    /** A chain that was made anew to its end is right in itself: a head kept elsewhere tells. */
    @SeededTest(cases = 500)
    void aRewrittenChainIsFoundByAHeadThatWasKept(Seed seed) {
        DrawnBooks books = DrawnBooks.draw(seed);
        List<Head> kept = List.copyOf(books.heads);
        int bucket = seed.pick(kept).bucket();

        books.rewrite(bucket, seed);

        assertThat(verify(books, List.of()).findings()).isEmpty();
        assertThat(verify(books, kept).findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.bucket()).isEqualTo(bucket);
                    assertThat(finding.rule()).isEqualTo("what was proved stays");
                });
    }

    @Test
    void aFindingNamesTheRowAndWhatIsWrong() {
        Finding finding = new Finding(7, 12, 2, "an account is gapless", "3", "4");

        assertThat(finding)
                .hasToString(
                        "bucket 7 journal 12 line 2: an account is gapless; found 3, expected 4");
    }

    private static Verdict verify(Books books, List<Head> kept) {
        return new Verifier(kept, _ -> {}).verify(books);
    }
}
