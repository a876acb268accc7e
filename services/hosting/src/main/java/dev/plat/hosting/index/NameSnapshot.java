package dev.plat.hosting.index;

import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The customers' names in the snapshot. Challenges stand in it too: marks say that they have been
 * read.
 */
record NameSnapshot(List<NamedHost> names, Map<String, Long> held) {

    static final NameSnapshot EMPTY = new NameSnapshot(List.of(), Map.of());

    void fill(NameIndex index) {
        names.forEach(index::offer);
        held.forEach(index::hold);
    }

    static void write(DataOutputStream out, NameIndex index) throws IOException {
        // First: a certificate that is missing here is found on the disk again, by its name.
        Map<String, Long> held = index.allHeld();
        Collection<NamedHost> names = index.all();
        out.writeInt(names.size());
        for (NamedHost name : names) {
            write(out, name);
        }
        out.writeInt(held.size());
        for (Map.Entry<String, Long> each : held.entrySet()) {
            out.writeUTF(each.getKey());
            out.writeLong(each.getValue());
        }
    }

    static NameSnapshot read(DataInputStream in) throws IOException {
        List<NamedHost> names = new ArrayList<>();
        for (int left = in.readInt(); left > 0; left--) {
            names.add(readName(in));
        }
        Map<String, Long> held = new HashMap<>();
        for (int left = in.readInt(); left > 0; left--) {
            held.put(in.readUTF(), in.readLong());
        }
        return new NameSnapshot(names, held);
    }

    private static void write(DataOutputStream out, NamedHost name) throws IOException {
        out.writeUTF(name.name());
        out.writeLong(name.mark().incarnation());
        out.writeLong(name.mark().seq());
        out.writeLong(name.version());
        out.writeBoolean(name.routed());
        Id site = name.site();
        out.writeBoolean(site != null);
        if (site != null) {
            out.writeLong(site.uuid().getMostSignificantBits());
            out.writeLong(site.uuid().getLeastSignificantBits());
        }
        String redirectTo = name.redirectTo();
        out.writeUTF(redirectTo == null ? "" : redirectTo);
        out.writeBoolean(name.hsts());
        out.writeLong(name.certificate());
        out.writeByte(name.challenges().size());
        for (Challenge challenge : name.challenges()) {
            out.writeUTF(challenge.kind().text());
            out.writeUTF(challenge.token());
            out.writeUTF(challenge.keyAuthorization());
            out.writeUTF(challenge.thumbprint());
            out.writeLong(challenge.expires().getEpochSecond());
        }
    }

    private static NamedHost readName(DataInputStream in) throws IOException {
        String name = in.readUTF();
        FeedMark mark = new FeedMark(in.readLong(), in.readLong());
        long version = in.readLong();
        boolean routed = in.readBoolean();
        Id site =
                in.readBoolean()
                        ? new Id(IdKind.SITE, new UUID(in.readLong(), in.readLong()))
                        : null;
        String redirectTo = in.readUTF();
        boolean hsts = in.readBoolean();
        long certificate = in.readLong();
        List<Challenge> challenges = new ArrayList<>();
        for (int left = in.readByte(); left > 0; left--) {
            challenges.add(
                    new Challenge(
                            Challenge.Kind.of(in.readUTF())
                                    .orElseThrow(() -> new IOException("another kind")),
                            in.readUTF(),
                            in.readUTF(),
                            in.readUTF(),
                            Instant.ofEpochSecond(in.readLong())));
        }
        return new NamedHost(
                name,
                mark,
                version,
                routed,
                site,
                redirectTo.isEmpty() ? null : redirectTo,
                hsts,
                certificate,
                challenges);
    }
}
