package dev.plat.domains.claim;

import dev.plat.domains.check.CheckRequest;
import dev.plat.domains.check.CheckResult;

/**
 * One look at a name as the world sees it: the checker, or in tests a zone in memory.
 *
 * <p>Threads: safe; blocking; it takes seconds at most and throws nothing for what strangers'
 * servers do.
 */
public interface Look {

    CheckResult look(CheckRequest request);
}
