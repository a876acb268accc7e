package dev.plat.building.render;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as plain maps, lists, text, numbers and booleans; {@link #NULL} stands for JSON's null, so
 * that no collection here holds Java's. Maps keep the order of the text.
 */
enum Json {
    /** JSON's null. */
    NULL;

    /** Two levels for each of the 64 component levels, and room for attributes and selectors. */
    static final int NESTING_MAX = 160;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(NESTING_MAX)
                                    .maxStringLength(ProjectDocument.BYTES_MAX)
                                    .maxNumberLength(64)
                                    .maxNameLength(1_024)
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build();

    static Object parse(byte[] text) {
        requireUtf8(text);
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() == null) {
                throw malformed("The body is empty.", 0);
            }
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw malformed("There is text after the end of the document.", offset(parser));
            }
            return value;
        } catch (StreamConstraintsException e) {
            throw new PlatException(
                            ErrorCode.DOCUMENT_TOO_LARGE,
                            "The document is nested too deeply or holds an overlong number or name.",
                            "which",
                            "nesting",
                            "limit",
                            NESTING_MAX)
                    .causedBy(e);
        } catch (JsonEOFException e) {
            throw malformed("The document ends too early.", text.length).causedBy(e);
        } catch (JsonParseException e) {
            long at = e.getLocation() == null ? 0 : e.getLocation().getByteOffset();
            throw malformed("The document is not JSON.", at).causedBy(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Jackson accepts some byte sequences that are not UTF-8; a strict decoder does not. */
    private static void requireUtf8(byte[] text) {
        ByteBuffer in = ByteBuffer.wrap(text);
        try {
            var _ = StandardCharsets.UTF_8.newDecoder().decode(in);
        } catch (CharacterCodingException e) {
            throw malformed("The document is not UTF-8.", in.position()).causedBy(e);
        }
    }

    private static Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT ->
                    parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                            ? (Object) parser.getDoubleValue()
                            : (Object) parser.getLongValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> NULL;
            case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
                    throw malformed("The document is not JSON.", offset(parser));
        };
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        Map<String, Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            map.put(name, value(parser));
        }
        return map;
    }

    private static List<Object> array(JsonParser parser) throws IOException {
        List<Object> list = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            list.add(value(parser));
        }
        return list;
    }

    private static long offset(JsonParser parser) {
        return parser.currentLocation().getByteOffset();
    }

    private static PlatException malformed(String text, long offset) {
        return new PlatException(
                ErrorCode.JSON_MALFORMED, text, "offset", offset, "expected", "JSON in UTF-8");
    }
}
