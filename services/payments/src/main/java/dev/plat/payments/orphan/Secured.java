package dev.plat.payments.orphan;

import dev.plat.schemas.Id;
import java.time.Instant;

/** A payment whose money is ours or held for us, and since when. */
public record Secured(Id payment, Instant since) {}
