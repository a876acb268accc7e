package dev.plat.checkout.pages;

import dev.plat.chassis.ProcessSettings;
import dev.plat.chassis.ticket.Caller;
import dev.plat.chassis.ticket.TicketCodec;
import dev.plat.chassis.ticket.TicketCookie;
import dev.plat.checkout.call.Handoffs;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Error;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.cookie.Cookie;
import io.micronaut.http.cookie.SameSite;
import io.micronaut.http.uri.UriBuilder;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The way in: this origin has no sign-in of its own. A browser is given a secret, sent to the
 * dashboard with the secret's digest, and comes back with a code that counts once and for that
 * digest alone; so nobody is signed in here as somebody else by following a link.
 */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class Entry {

    private static final String COOKIE = "__Host-plat_way";
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final int SECRET_BYTES = 32;
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");

    /** A path of our own: {@code //host} and a backslash would lead out. */
    private static final Pattern PATH =
            Pattern.compile("/([A-Za-z0-9_.~-]([A-Za-z0-9/_.?=&~+-]|%[0-9A-Fa-f]{2})*)?");

    private final Handoffs handoffs;
    private final TicketCodec tickets;
    private final String app;
    private final SecureRandom random = new SecureRandom();

    Entry(Handoffs handoffs, TicketCodec tickets, ProcessSettings settings) {
        this.handoffs = handoffs;
        this.tickets = tickets;
        this.app = settings.appOrigin();
    }

    @Get("/enter")
    HttpResponse<?> enter(HttpRequest<?> request, @QueryValue String code, @QueryValue String to) {
        String secret =
                request.getCookies()
                        .findCookie(COOKIE)
                        .map(Cookie::getValue)
                        .orElseThrow(() -> new EnterFirst(own(to)));
        Caller.Person person = handoffs.arrive(code, digest(secret));
        String ticket =
                tickets.encode(tickets.fresh(person.session(), person.account(), person.epoch()));
        return HttpResponse.seeOther(URI.create(own(to)))
                .cookie(TicketCookie.of(ticket))
                .header("Cache-Control", "no-store");
    }

    /** Sends a browser to the dashboard. */
    @Error(exception = EnterFirst.class, global = true)
    HttpResponse<?> leave(HttpRequest<?> request, EnterFirst first) {
        // Two tabs that set out at once carry one secret, or the second would undo the first.
        String secret =
                request.getCookies()
                        .findCookie(COOKIE)
                        .map(Cookie::getValue)
                        .filter(known -> SECRET.matcher(known).matches())
                        .orElseGet(this::secret);
        URI there =
                UriBuilder.of(app + "/checkout")
                        .queryParam("state", digest(secret))
                        .queryParam("to", own(first.to()))
                        .build();
        return HttpResponse.seeOther(there)
                .cookie(way(secret).maxAge(LIFE))
                .header("Cache-Control", "no-store");
    }

    private String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static Cookie way(String secret) {
        return Cookie.of(COOKIE, secret)
                .path("/")
                .secure(true)
                .httpOnly(true)
                .sameSite(SameSite.Lax);
    }

    private static String own(String to) {
        return PATH.matcher(to).matches() ? to : "/plans";
    }

    private static String digest(String secret) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(secret.getBytes(StandardCharsets.US_ASCII));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
