package dev.plat.chassis.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a sealed key is bound to: nobody can give one certificate's key to another certificate or
 * name, since opening it under other words fails.
 *
 * @param certificate the certificate's id as text
 * @param name the host name, A-labels in lower case
 * @param kid the recipient's key
 */
public record Aad(String certificate, String name, String kid) {

    /** Each part with its length before it, so that no two differ only in where a part ends. */
    byte[] bytes() {
        List<byte[]> parts =
                List.of(
                        certificate.getBytes(StandardCharsets.UTF_8),
                        name.getBytes(StandardCharsets.UTF_8),
                        kid.getBytes(StandardCharsets.UTF_8));
        ByteBuffer bytes =
                ByteBuffer.allocate(
                        parts.stream().mapToInt(part -> Integer.BYTES + part.length).sum());
        parts.forEach(part -> bytes.putInt(part.length).put(part));
        return bytes.array();
    }
}
