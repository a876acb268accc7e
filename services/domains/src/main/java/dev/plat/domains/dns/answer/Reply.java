package dev.plat.domains.dns.answer;

import java.util.List;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;

/** What is said to a question, before it is a message. */
record Reply(
        int rcode,
        boolean authoritative,
        List<Record> answer,
        List<Record> authority,
        List<Record> additional) {

    static Reply code(int rcode) {
        return new Reply(rcode, false, List.of(), List.of(), List.of());
    }

    static Reply refused() {
        return code(Rcode.REFUSED);
    }
}
