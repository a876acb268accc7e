package dev.plat.chassis.ticket;

import dev.plat.chassis.Secrets;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The ticket as text: {@code v1.<kid>.<session>.<account>.<epoch>.<iat>.<exp>.<mac>}, HMAC-SHA-256
 * over all before the last dot. The key id lets keys be exchanged while old tickets run out.
 *
 * <p>Threads: safe.
 */
@Singleton
public final class TicketCodec {

    public static final Duration LIFE = Duration.ofHours(24);

    /** How long a sign-in lasts in all, however often its ticket is renewed. */
    public static final Duration SESSION_LIFE = Duration.ofDays(90);

    private static final String KEY_ID = "k1";
    private static final Pattern FORM =
            Pattern.compile(
                    "v1\\.([a-z0-9]{1,8})\\.(sess_\\w{26})\\.(acct_\\w{26})\\.(\\d{1,18})\\.(\\d{1,12})\\.(\\d{1,12})\\.([\\w-]{43})");

    private final SecretKeySpec secret;
    private final InstantSource clock;

    @Inject
    TicketCodec(Secrets secrets, InstantSource clock) {
        this(secrets.get("ticket.secret"), clock);
    }

    TicketCodec(String secretHex, InstantSource clock) {
        this.secret = new SecretKeySpec(HexFormat.of().parseHex(secretHex), "HmacSHA256");
        this.clock = clock;
    }

    /** A ticket from now for {@link #LIFE}. */
    public Ticket fresh(Id session, Id account, long epoch) {
        long now = clock.instant().getEpochSecond();
        return new Ticket(session, account, epoch, now, now + LIFE.toSeconds());
    }

    /**
     * The same, but never beyond {@link #SESSION_LIFE} after the sign-in; empty once that is over.
     */
    public Optional<Ticket> renewed(Id session, Id account, long epoch, Instant started) {
        Ticket ticket = fresh(session, account, epoch);
        long end = started.plus(SESSION_LIFE).getEpochSecond();
        if (ticket.issuedSeconds() >= end) {
            return Optional.empty();
        }
        long expires = Math.min(ticket.expiresSeconds(), end);
        return Optional.of(new Ticket(session, account, epoch, ticket.issuedSeconds(), expires));
    }

    public String encode(Ticket ticket) {
        String body =
                String.join(
                        ".",
                        "v1",
                        KEY_ID,
                        ticket.session().toString(),
                        ticket.account().toString(),
                        Long.toString(ticket.epoch()),
                        Long.toString(ticket.issuedSeconds()),
                        Long.toString(ticket.expiresSeconds()));
        return body + "." + mac(body);
    }

    /** Empty when it is malformed, forged, or expired. */
    public Optional<Ticket> decode(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches() || !form.group(1).equals(KEY_ID)) {
            return Optional.empty();
        }
        String expected = mac(text.substring(0, text.lastIndexOf('.')));
        if (!constantTimeEquals(expected, form.group(7))) {
            return Optional.empty();
        }
        try {
            var ticket =
                    new Ticket(
                            Id.parse(IdKind.SESSION, form.group(2)),
                            Id.parse(IdKind.ACCOUNT, form.group(3)),
                            Long.parseLong(form.group(4)),
                            Long.parseLong(form.group(5)),
                            Long.parseLong(form.group(6)));
            return clock.instant().getEpochSecond() < ticket.expiresSeconds()
                    ? Optional.of(ticket)
                    : Optional.empty();
        } catch (PlatException e) {
            return Optional.empty(); // signed by us, but ids of an older form: sign in again
        }
    }

    /** The token a page must send with every unsafe call of this session. */
    public String csrf(Id session) {
        return mac("csrf." + session);
    }

    boolean csrfMatches(Id session, String token) {
        return constantTimeEquals(csrf(session), token);
    }

    private String mac(String body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(secret);
            byte[] tag = mac.doFinal(body.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(tag);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static boolean constantTimeEquals(String a, String b) {
        return MessageDigest.isEqual(
                a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }
}
