package dev.plat.ops.cli.running;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** A failure that another process told as a problem document, made a failure of this one. */
public final class Problem {

    private static final List<String> NOT_FACTS =
            List.of("type", "title", "status", "code", "detail", "event", "text", "millis");

    private Problem() {}

    public static PlatException of(JsonNode document, Object... moreFacts) {
        ErrorCode code =
                Arrays.stream(ErrorCode.values())
                        .filter(each -> each.text().equals(document.path("code").asText()))
                        .findFirst()
                        .orElse(ErrorCode.INTERNAL);
        List<Object> facts = new ArrayList<>();
        document.properties()
                .forEach(field -> {
                    if (!NOT_FACTS.contains(field.getKey())) {
                        facts.add(field.getKey());
                        facts.add(field.getValue().asText(field.getValue().toString()));
                    }
                });
        Collections.addAll(facts, moreFacts);
        return new PlatException(code, document.path("detail").asText(), facts.toArray());
    }
}
