package dev.plat.domains.dns;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of record that customers may set. */
public enum RecordType {
    A(1, "an IPv4 address such as 192.0.2.1"),
    NS(2, "the full name of a name server, such as ns1.example.net"),
    CNAME(5, "a full name, such as www.example.net"),
    MX(15, "a preference and the full name of a mail server, such as: 10 mail.example.net"),
    TXT(16, "a text, or quoted strings of at most 255 characters each"),
    AAAA(28, "an IPv6 address such as 2001:db8::1"),
    SRV(33, "priority, weight, port and a full name, such as: 0 5 5060 sip.example.net"),
    DS(43, "key tag, algorithm, digest type and the digest in hexadecimal"),
    HTTPS(65, "a priority, a full name or a dot, and parameters, such as: 1 . alpn=h2"),
    CAA(257, "a flag, a tag and a quoted value, such as: 0 issue \"letsencrypt.org\"");

    private final int code;
    private final String expected;

    RecordType(int code, String expected) {
        this.code = code;
        this.expected = expected;
    }

    /**
     * The type of that name.
     *
     * @throws PlatException record-invalid
     */
    public static RecordType parse(String text) {
        return Arrays.stream(values())
                .filter(type -> type.name().equals(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        new PlatException(
                                ErrorCode.RECORD_INVALID,
                                "Records of this type are not kept.",
                                "field",
                                "type",
                                "value",
                                text,
                                "expected",
                                Arrays.toString(values())));
    }

    /** Empty for a type that is not ours to set. */
    public static Optional<RecordType> ofCode(int code) {
        return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
    }

    /** IANA's number. */
    public int code() {
        return code;
    }

    /** What its value looks like, for a person. */
    public String expected() {
        return expected;
    }
}
