package dev.plat.ops.sandbox.registry.epp;

import dev.plat.ops.sandbox.registry.book.Script;
import java.time.Duration;

/**
 * What shall go wrong, and where.
 *
 * @param op {@code domain:create}, {@code poll:req}, {@code greeting} …; empty fits all
 * @param name of the domain, host or contact; empty fits all
 * @param registrar empty fits all
 * @param skip how many that fit go through first
 * @param times how many are hit then
 * @param pause for {@code hang} and {@code slow}
 */
public record Fault(
        String op,
        String name,
        String registrar,
        int skip,
        int times,
        Script script,
        Duration pause) {

    boolean fits(String at, String about, String by) {
        return (op.isEmpty() || op.equals(at))
                && (name.isEmpty() || name.equals(about))
                && (registrar.isEmpty() || registrar.equals(by));
    }

    Fault skipped() {
        return new Fault(op, name, registrar, skip - 1, times, script, pause);
    }

    Fault used() {
        return new Fault(op, name, registrar, 0, times - 1, script, pause);
    }
}
