package dev.plat.chassis.money;

import io.micronaut.core.type.Argument;
import io.micronaut.serde.Decoder;
import io.micronaut.serde.Deserializer;
import jakarta.inject.Singleton;
import java.io.IOException;

/** Reads {@link Sum}; null is refused as any other thing that is none. */
@Singleton
final class SumReader implements Deserializer<Sum> {

    @Override
    public Sum deserialize(Decoder decoder, DecoderContext context, Argument<? super Sum> type)
            throws IOException {
        return Amounts.sum(decoder.decodeNode());
    }

    @Override
    public Sum deserializeNullable(
            Decoder decoder, DecoderContext context, Argument<? super Sum> type)
            throws IOException {
        return deserialize(decoder, context, type);
    }
}
