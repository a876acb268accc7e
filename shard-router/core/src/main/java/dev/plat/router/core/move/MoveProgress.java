package dev.plat.router.core.move;

import dev.plat.schemas.Tier;
import java.time.Instant;
import java.util.UUID;

/**
 * What an operator sees of a move.
 *
 * @param phase what is being done, a few words
 * @param bucketsDone of the present phase
 * @param bytesTotal estimate of what is to be copied
 * @param pauseMicrosP50 write pauses of the cutovers so far, as the controller sees them: from
 *     asking for the locks to the grant, or to the thaw of a try that failed; 0 before the first
 * @param etaMillis until the soak begins; −1 while nobody can say
 * @param undo what can still be undone and how, one sentence
 */
public record MoveProgress(
        UUID move,
        Tier tier,
        String source,
        String target,
        Move.Step step,
        String phase,
        int bucketsDone,
        int bucketsTotal,
        long bytesDone,
        long bytesTotal,
        long lagBytes,
        long pauseMicrosP50,
        long pauseMicrosP99,
        long pauseMicrosMax,
        long etaMillis,
        String undo,
        String why,
        Instant at) {}
