package dev.plat.chassis.ticket;

import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.SameSite;

/**
 * The cookie that carries a ticket. The {@code __Host-} prefix makes browsers refuse it from
 * anywhere but this host, over a secure connection or loopback.
 */
public final class TicketCookie {

    public static final String NAME = "__Host-plat_tkt";

    private TicketCookie() {}

    public static Cookie of(String ticket) {
        return cookie(ticket).maxAge(TicketCodec.LIFE);
    }

    /** Makes the browser forget it. */
    public static Cookie cleared() {
        return cookie("").maxAge(0);
    }

    private static Cookie cookie(String value) {
        return Cookie.of(NAME, value).path("/").secure(true).httpOnly(true).sameSite(SameSite.Lax);
    }
}
