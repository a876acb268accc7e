package dev.plat.domains.check;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CAARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Flags;
import org.xbill.DNS.HTTPSRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.SVCBBase;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** From dnsjava's messages to what the judges read. */
final class Wire {

    /** More than any honest answer has; the rest is not read. */
    private static final int RECORDS_MAX = 200;

    private Wire() {}

    static Reply reply(Message message) {
        Reply.Status status =
                switch (message.getRcode()) {
                    case Rcode.NOERROR -> Reply.Status.ANSWERED;
                    case Rcode.NXDOMAIN -> Reply.Status.NO_NAME;
                    case Rcode.SERVFAIL -> Reply.Status.SERVER_FAILURE;
                    default -> Reply.Status.REFUSED;
                };
        return new Reply(
                status,
                message.getHeader().getFlag(Flags.AA),
                records(message.getSection(Section.ANSWER)),
                records(message.getSection(Section.AUTHORITY)),
                records(message.getSection(Section.ADDITIONAL)));
    }

    static String text(Name name) {
        return name.toString(true).toLowerCase(Locale.ROOT);
    }

    private static List<Rr> records(List<Record> records) {
        List<Rr> result = new ArrayList<>();
        for (Record record : records.subList(0, Math.min(records.size(), RECORDS_MAX))) {
            if (record.getType() != Type.OPT) {
                result.add(new Rr(text(record.getName()), record.getTTL(), data(record)));
            }
        }
        return result;
    }

    private static Rr.Data data(Record record) {
        return switch (record) {
            case ARecord a -> new Rr.Address(a.getAddress());
            case AAAARecord a -> new Rr.Address(a.getAddress());
            case CNAMERecord alias -> new Rr.Alias(text(alias.getTarget()));
            case NSRecord server -> new Rr.Server(text(server.getTarget()));
            case TXTRecord text -> new Rr.Text(text(text));
            case CAARecord caa -> new Rr.Caa(caa.getFlags(), caa.getTag(), caa.getValue());
            case HTTPSRecord service -> service(service);
            case SOARecord start -> new Rr.Start(start.getSerial(), start.getMinimum());
            default -> other(record);
        };
    }

    /** Its strings are one text (RFC 7208 reads SPF so); providers cut long ones. */
    private static String text(TXTRecord record) {
        StringBuilder text = new StringBuilder();
        for (byte[] part : record.getStringsAsByteArrays()) {
            text.append(new String(part, StandardCharsets.UTF_8));
        }
        return text.toString();
    }

    private static Rr.Data service(HTTPSRecord record) {
        List<InetAddress> hints = new ArrayList<>();
        try {
            SVCBBase.ParameterBase v4 = record.getSvcParamValue(SVCBBase.IPV4HINT);
            if (v4 instanceof SVCBBase.ParameterIpv4Hint hint) {
                hints.addAll(hint.getAddresses());
            }
            SVCBBase.ParameterBase v6 = record.getSvcParamValue(SVCBBase.IPV6HINT);
            if (v6 instanceof SVCBBase.ParameterIpv6Hint hint) {
                hints.addAll(hint.getAddresses());
            }
        } catch (UnknownHostException e) {
            return other(record);
        }
        return new Rr.Service(record.getSvcPriority(), text(record.getTargetName()), hints);
    }

    private static Rr.Data other(Record record) {
        return new Rr.Other(Type.string(record.getType()) + " " + record.rdataToString());
    }
}
