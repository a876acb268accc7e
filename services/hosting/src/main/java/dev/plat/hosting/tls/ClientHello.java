package dev.plat.hosting.tls;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The two things we must know of a client before TLS begins (RFC 8446 §4.1.2, RFC 6066 §3, RFC 7301
 * §3.1).
 *
 * @param name lower case; empty when there is none, or none that is a host name
 * @param protocols in the client's order
 */
record ClientHello(Optional<String> name, List<String> protocols) {

    private static final int VERSION_AND_RANDOM = 34;
    private static final int SERVER_NAME = 0;
    private static final int ALPN = 16;
    private static final int NAME_MAX = 253;

    static final ClientHello NONE = new ClientHello(Optional.empty(), List.of());

    /** Reads the body of the handshake message; whatever is cut off or odd is as if not sent. */
    static ClientHello parse(ByteBuf message) {
        ByteBuf in = message.slice();
        try {
            in.skipBytes(VERSION_AND_RANDOM);
            in.skipBytes(in.readUnsignedByte());
            in.skipBytes(in.readUnsignedShort());
            in.skipBytes(in.readUnsignedByte());
            return in.isReadable() ? extensions(in.readSlice(in.readUnsignedShort())) : NONE;
        } catch (IndexOutOfBoundsException _) {
            return NONE;
        }
    }

    private static ClientHello extensions(ByteBuf in) {
        Optional<String> name = Optional.empty();
        List<String> protocols = List.of();
        while (in.isReadable()) {
            int type = in.readUnsignedShort();
            ByteBuf extension = in.readSlice(in.readUnsignedShort());
            if (type == SERVER_NAME) {
                name = name(extension);
            } else if (type == ALPN) {
                protocols = protocols(extension);
            }
        }
        return new ClientHello(name, protocols);
    }

    private static Optional<String> name(ByteBuf extension) {
        ByteBuf list = extension.readSlice(extension.readUnsignedShort());
        while (list.isReadable()) {
            int type = list.readUnsignedByte();
            ByteBuf each = list.readSlice(list.readUnsignedShort());
            if (type == 0) {
                return normal(each.toString(StandardCharsets.ISO_8859_1));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> normal(String sent) {
        String name = sent.endsWith(".") ? sent.substring(0, sent.length() - 1) : sent;
        boolean host = !name.isEmpty() && name.length() <= NAME_MAX;
        for (int i = 0; host && i < name.length(); i++) {
            char c = name.charAt(i);
            host =
                    (c >= 'a' && c <= 'z')
                            || (c >= 'A' && c <= 'Z')
                            || (c >= '0' && c <= '9')
                            || c == '-'
                            || c == '.'
                            || c == '_';
        }
        return host ? Optional.of(name.toLowerCase(Locale.ROOT)) : Optional.empty();
    }

    private static List<String> protocols(ByteBuf extension) {
        ByteBuf list = extension.readSlice(extension.readUnsignedShort());
        List<String> protocols = new ArrayList<>();
        while (list.isReadable()) {
            ByteBuf each = list.readSlice(list.readUnsignedByte());
            protocols.add(each.toString(StandardCharsets.US_ASCII));
        }
        return protocols;
    }
}
