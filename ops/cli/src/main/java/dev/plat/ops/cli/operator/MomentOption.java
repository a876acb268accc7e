package dev.plat.ops.cli.operator;

import dev.plat.ops.cli.running.TimeOption;
import java.time.DateTimeException;
import java.time.Instant;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A moment as people write it: {@code 2027-01-31T00:00:00Z}, or {@code 24h} ago. */
public final class MomentOption implements ITypeConverter<Instant> {

    @Override
    public Instant convert(String text) {
        if (text.length() < 12) {
            return Instant.now().minus(new TimeOption().convert(text));
        }
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new TypeConversionException(
                    "'"
                            + text
                            + "' is no moment; write 2027-01-31T00:00:00Z, or 24h for a day ago");
        }
    }
}
