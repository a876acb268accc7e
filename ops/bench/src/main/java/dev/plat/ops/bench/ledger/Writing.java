package dev.plat.ops.bench.ledger;

import dev.plat.schemas.Bucket;
import java.util.List;

/** One transaction that brings journals into a bucket. */
interface Writing {

    /** What it is called in results. */
    String name();

    void write(Bucket bucket, List<Draft> drafts);

    /**
     * A captured payment.
     *
     * @param number of all drafts of a run, once
     * @param payer one of a bucket's few
     */
    record Draft(long number, int payer, long amount) {}
}
