package dev.plat.hosting.serve;

import dev.plat.resources.blob.ByteRange;
import dev.plat.resources.engine.RangeParser;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.List;
import java.util.Optional;

/** The parts of a file that a visitor asks for. */
final class Ranges {

    /** More are answered with the whole file. */
    private static final RangeParser PARSER = new RangeParser(8);

    private Ranges() {}

    /**
     * The parts to send; none means the whole.
     *
     * @throws PlatException {@code range-unsatisfiable} with the length
     */
    static List<ByteRange> of(Optional<String> header, long length) {
        return switch (PARSER.parse(header.orElse(null), length)) {
            case RangeParser.Whole _ -> List.of();
            case RangeParser.Parts(List<ByteRange> parts) -> parts;
            case RangeParser.Unsatisfiable(long actual) ->
                    throw new PlatException(
                            ErrorCode.RANGE_UNSATISFIABLE,
                            "The file ends before this range begins.",
                            "length",
                            actual);
        };
    }
}
