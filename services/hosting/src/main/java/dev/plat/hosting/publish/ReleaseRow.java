package dev.plat.hosting.publish;

import dev.plat.resources.blob.Sha256;
import dev.plat.schemas.Id;
import java.time.Instant;

/**
 * A row of {@code release}.
 *
 * @param expired whether it was left open too long
 */
record ReleaseRow(
        Id release,
        Sha256 manifest,
        boolean sealed,
        boolean expired,
        int files,
        long bytes,
        Instant created) {}
