package dev.plat.ops.sandbox.card.fault;

import java.util.List;
import java.util.Optional;

/** What is played on one call or one delivery. */
public record Play(List<Fault> faults) {

    /** Nothing goes wrong. */
    public static final Play NONE = new Play(List.of());

    public Play {
        faults = List.copyOf(faults);
    }

    public boolean has(Script script) {
        return fault(script).isPresent();
    }

    public Optional<Fault> fault(Script script) {
        return faults.stream().filter(fault -> fault.script() == script).findFirst();
    }

    /** What an amount becomes. */
    public long amount(long asked) {
        return has(Script.WRONG_AMOUNT) ? asked + 1 : asked;
    }

    /** What an amount to capture or to give back becomes. */
    public long part(long asked) {
        return has(Script.PARTIAL) ? Math.max(1, asked / 2) : amount(asked);
    }

    public String currency(String asked) {
        if (!has(Script.WRONG_CURRENCY)) {
            return asked;
        }
        return asked.equals("usd") ? "eur" : "usd";
    }
}
