package dev.plat.chassis.problem;

import dev.plat.schemas.PlatException;
import io.micronaut.serde.exceptions.SerdeException;
import io.micronaut.serde.exceptions.path.CollectionItemReferencePath;
import io.micronaut.serde.exceptions.path.MapItemReferencePath;
import io.micronaut.serde.exceptions.path.PropertyReferencePath;
import io.micronaut.serde.exceptions.path.ReferencePath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where in the body a refused value stands, as a JSON pointer (RFC 6901). Whoever refuses it knows
 * only its own part; the JSON library adds the way there while the failure passes through.
 */
final class Place {

    private static final String FACT = "pointer";

    private Place() {}

    /** The same failure; its {@code pointer}, where it has one, from the root of the body on. */
    static PlatException of(PlatException failure, @Nullable Throwable cause) {
        Object inner = failure.facts().get(FACT);
        if (inner == null) {
            return failure;
        }
        String way = ProblemResponses.find(cause, SerdeException.class).map(Place::way).orElse("");
        List<Object> facts = new ArrayList<>();
        failure.facts()
                .forEach((key, value) -> {
                    facts.add(key);
                    facts.add(key.equals(FACT) ? way + inner : value);
                });
        return new PlatException(failure.code(), failure.text(), facts.toArray()).causedBy(failure);
    }

    private static String way(SerdeException failure) {
        StringBuilder way = new StringBuilder();
        failure.getPath().reversed().forEach(step -> way.append('/').append(name(step)));
        return way.toString();
    }

    private static String name(ReferencePath step) {
        return switch (step) {
            case PropertyReferencePath property -> property.property().getName();
            case CollectionItemReferencePath item -> Integer.toString(item.index());
            case MapItemReferencePath item -> item.key().replace("~", "~0").replace("/", "~1");
            default -> step.getArgument().getName();
        };
    }
}
