package dev.plat.ops.cli.ca;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * The names that a certificate's name constraints (RFC 5280, 4.2.1.10) permit. The JDK checks them
 * and has no way to read them, so the few bytes of DER are walked here: octets { sequence { [0] {
 * sequence { [2] name } … } } }.
 */
final class NameTrees {

    private static final String NAME_CONSTRAINTS = "2.5.29.30";
    private static final int PERMITTED = 0xA0;
    private static final int DNS_NAME = 0x82;
    private static final int LONG_FORM = 0x80;

    private NameTrees() {}

    /** Empty where nothing is constrained. */
    static List<String> of(X509Certificate certificate) {
        byte[] extension = certificate.getExtensionValue(NAME_CONSTRAINTS);
        List<String> names = new ArrayList<>();
        if (extension == null) {
            return names;
        }
        ByteBuffer constraints = inside(inside(ByteBuffer.wrap(extension)));
        while (constraints.hasRemaining()) {
            int tag = constraints.get(constraints.position()) & 0xFF;
            ByteBuffer subtrees = inside(constraints);
            while (tag == PERMITTED && subtrees.hasRemaining()) {
                ByteBuffer subtree = inside(subtrees);
                boolean dns = (subtree.get(subtree.position()) & 0xFF) == DNS_NAME;
                ByteBuffer name = inside(subtree);
                if (dns) {
                    names.add(StandardCharsets.US_ASCII.decode(name).toString());
                }
            }
        }
        return names;
    }

    /** The next element's content; {@code in} goes on behind it. */
    private static ByteBuffer inside(ByteBuffer in) {
        in.get();
        int length = in.get() & 0xFF;
        if (length >= LONG_FORM) {
            int bytes = length - LONG_FORM;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = (length << 8) | (in.get() & 0xFF);
            }
        }
        ByteBuffer content = in.slice(in.position(), length);
        in.position(in.position() + length);
        return content;
    }
}
