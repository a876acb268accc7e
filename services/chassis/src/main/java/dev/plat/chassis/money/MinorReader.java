package dev.plat.chassis.money;

import io.micronaut.core.type.Argument;
import io.micronaut.serde.Decoder;
import io.micronaut.serde.Deserializer;
import jakarta.inject.Singleton;
import java.io.IOException;

/** Reads {@link Minor}; null is refused as any other thing that is none. */
@Singleton
final class MinorReader implements Deserializer<Minor> {

    @Override
    public Minor deserialize(Decoder decoder, DecoderContext context, Argument<? super Minor> type)
            throws IOException {
        return new Minor(Amounts.amount("", decoder.decodeNode()));
    }

    @Override
    public Minor deserializeNullable(
            Decoder decoder, DecoderContext context, Argument<? super Minor> type)
            throws IOException {
        return deserialize(decoder, context, type);
    }
}
