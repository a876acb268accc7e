package dev.plat.domains.certificate;

import dev.plat.schemas.Id;
import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An order as it stands in the database.
 *
 * @param name the host name, or the zone whose wildcard stands beside it
 * @param replaces the certificate that this one follows
 * @param due when somebody may take it
 * @param tries failures in a row that were the CA's own
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record OrderRow(
        Id order,
        String name,
        boolean wildcard,
        String issuer,
        ChallengeKind challenge,
        OrderState state,
        @Nullable Id replaces,
        @Nullable URI url,
        @Nullable Id certificate,
        byte @Nullable [] request,
        @Nullable String kid,
        byte @Nullable [] sealedKey,
        @Nullable String failure,
        @Nullable String sentence,
        int tries,
        long epoch,
        Instant due) {

    /** What the certificate is for. */
    List<String> names() {
        return wildcard ? List.of(name, "*." + name) : List.of(name);
    }

    /** Under which hosting serves it: handshakes for a wildcard's names look there. */
    String served() {
        return wildcard ? "*." + name : name;
    }

    Name key() {
        return new Name(NameKind.HOST, name);
    }
}
