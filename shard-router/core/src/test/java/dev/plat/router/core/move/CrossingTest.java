package dev.plat.router.core.move;

import static dev.plat.router.core.move.BucketRow.State.ABORTED;
import static dev.plat.router.core.move.BucketRow.State.FROZEN;
import static dev.plat.router.core.move.BucketRow.State.IMPORTING;
import static dev.plat.router.core.move.BucketRow.State.MOVED;
import static dev.plat.router.core.move.BucketRow.State.OWNED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CrossingTest {

    private static final UUID MOVE = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);

    @Test
    void aBucketIsCarriedTheSameWayInBothDirections() {
        assertThat(crossing(row(OWNED, 5, OTHER), row(IMPORTING, 5, MOVE)))
                .isEqualTo(Crossing.READY);
        assertThat(crossing(row(FROZEN, 5, MOVE), row(IMPORTING, 5, MOVE)))
                .isEqualTo(Crossing.FROZEN);
        assertThat(crossing(row(MOVED, 6, MOVE), row(IMPORTING, 5, MOVE)))
                .isEqualTo(Crossing.HANDED);
        assertThat(crossing(row(MOVED, 6, MOVE), row(OWNED, 6, MOVE))).isEqualTo(Crossing.OVER);

        assertThat(crossing(row(OWNED, 6, MOVE), row(MOVED, 6, MOVE))).isEqualTo(Crossing.READY);
        assertThat(crossing(row(MOVED, 7, MOVE), row(MOVED, 6, MOVE))).isEqualTo(Crossing.HANDED);
        assertThat(crossing(row(MOVED, 7, MOVE), row(OWNED, 7, MOVE))).isEqualTo(Crossing.OVER);
    }

    @Test
    void whatAnotherMoveOrEpochLeftIsNotCarried() {
        assertThat(crossing(row(OWNED, 7, OTHER), row(IMPORTING, 5, MOVE)))
                .isEqualTo(Crossing.ELSEWHERE);
        assertThat(crossing(row(OWNED, 5, OTHER), row(IMPORTING, 5, OTHER)))
                .isEqualTo(Crossing.ELSEWHERE);
        assertThat(crossing(row(OWNED, 7, MOVE), row(ABORTED, 7, MOVE)))
                .isEqualTo(Crossing.ELSEWHERE);
        assertThat(crossing(row(OWNED, 5, OTHER), BucketRow.NONE)).isEqualTo(Crossing.ELSEWHERE);
    }

    @Test
    void theTargetIsMadeUnableToTakeABucketBeforeTheSourceHasItAgain() {
        BucketRow handed = row(MOVED, 6, MOVE);

        assertThat(Homeward.of(MOVE, handed, row(IMPORTING, 5, MOVE)))
                .isEqualTo(new Homeward.Abort(Side.TARGET, 7));
        assertThat(Homeward.of(MOVE, handed, row(ABORTED, 7, MOVE)))
                .isEqualTo(new Homeward.TakeBack(Side.SOURCE, 6));
        assertThat(Homeward.of(MOVE, row(OWNED, 7, MOVE), row(ABORTED, 7, MOVE)))
                .isEqualTo(new Homeward.Home());
    }

    @Test
    void whatWasGrantedGoesBackByACutover() {
        assertThat(Homeward.of(MOVE, row(MOVED, 6, MOVE), row(OWNED, 6, MOVE)))
                .isEqualTo(new Homeward.Cross());
        assertThat(Homeward.of(MOVE, row(MOVED, 6, MOVE), row(MOVED, 7, MOVE)))
                .isEqualTo(new Homeward.Cross());
        assertThat(Homeward.of(MOVE, row(OWNED, 7, MOVE), row(MOVED, 7, MOVE)))
                .isEqualTo(new Homeward.Home());
        assertThat(Homeward.of(MOVE, row(ABORTED, 8, MOVE), row(MOVED, 7, MOVE)))
                .isEqualTo(new Homeward.TakeBack(Side.TARGET, 7));
        assertThat(Homeward.of(MOVE, row(ABORTED, 8, MOVE), row(OWNED, 8, MOVE)))
                .isEqualTo(new Homeward.Stays());
    }

    @Test
    void aFreezeThatWasLeftBehindIsThawedBeforeAnythingElse() {
        BucketRow frozen = new BucketRow(FROZEN, 5, Optional.of(MOVE), 3);

        assertThat(Homeward.of(MOVE, frozen, row(IMPORTING, 5, MOVE)))
                .isEqualTo(new Homeward.Thaw(5, 3));
    }

    private static Crossing crossing(BucketRow giver, BucketRow taker) {
        return Crossing.of(MOVE, giver, taker);
    }

    private static BucketRow row(BucketRow.State state, long epoch, UUID move) {
        return new BucketRow(state, epoch, Optional.of(move), 1);
    }
}
