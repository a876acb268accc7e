package dev.plat.ops.sandbox.card.page;

import dev.plat.ops.sandbox.card.api.Trouble;
import dev.plat.ops.sandbox.card.desk.Decline;
import dev.plat.ops.sandbox.card.desk.Methods;
import dev.plat.ops.sandbox.card.desk.Refusal;
import dev.plat.ops.sandbox.card.desk.Sessions;
import dev.plat.ops.sandbox.card.desk.Sessions.Visit;
import dev.plat.ops.sandbox.card.fault.Faults;
import dev.plat.ops.sandbox.card.fault.Play;
import dev.plat.ops.sandbox.card.fault.Script;
import dev.plat.ops.sandbox.card.line.Question;
import dev.plat.ops.sandbox.card.line.Said;
import dev.plat.ops.sandbox.card.store.Item;
import dev.plat.ops.sandbox.card.store.Store;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What a buyer meets: the form, the bank's challenge, and the way back to the shop. The session's
 * id in the address is all that is asked for.
 *
 * <p>Threads: safe.
 */
public final class BuyerPages {

    /** For scripts. */
    public static final String PAY = "page.pay";

    /** For scripts. */
    public static final String CHALLENGE = "page.challenge";

    private final Store store;
    private final Faults faults;
    private final String origin;
    private final Runnable committed;

    public BuyerPages(Store store, Faults faults, String origin, Runnable committed) {
        this.store = store;
        this.faults = faults;
        this.origin = origin;
        this.committed = committed;
    }

    public Said answer(Question question) {
        String path = question.path();
        String id = path.substring(path.lastIndexOf('/') + 1);
        try {
            return switch (question.method()
                    + " "
                    + path.substring(0, path.length() - id.length())) {
                case "GET /pay/" -> shown(session(id), "");
                case "POST /pay/" -> paid(id, question.body());
                case "GET /challenge/" -> challenge(intent(id).id());
                case "POST /challenge/" -> challenged(id, question.body());
                case "GET /" -> id.equals("style.css") ? Html.style() : nothing();
                default -> nothing();
            };
        } catch (Refusal refusal) {
            return Html.page(refusal.status(), "Not here", Html.wrong("There is no such page."));
        }
    }

    private static Said nothing() {
        return Html.page(404, "Not here", Html.wrong("There is no such page."));
    }

    private Item session(String id) {
        return of(id, Sessions.KIND);
    }

    private Item intent(String id) {
        return store.<Optional<Item>>change(change -> change.find(id))
                .filter(item -> item.kind().endsWith("_intent"))
                .orElseThrow(() -> Refusal.unknown("page", "", id));
    }

    private Item of(String id, String kind) {
        return store.<Optional<Item>>change(change -> change.find(id))
                .filter(item -> item.kind().equals(kind))
                .orElseThrow(() -> Refusal.unknown("page", "", id));
    }

    private Said paid(String id, String body) {
        Item session = session(id);
        YearMonth now = YearMonth.from(store.clock().instant().atZone(ZoneOffset.UTC));
        return switch (CardForm.read(body, now)) {
            case CardForm.Typed.Wrong(String text) -> shown(session, text);
            case CardForm.Typed.Good good -> {
                Play play = faults.play(PAY, metadata(session));
                yield played(
                        play,
                        () ->
                                store.change(change ->
                                        Sessions.pay(
                                                change,
                                                id,
                                                Methods.make(
                                                        change, good.card(), good.expiry(), true),
                                                origin,
                                                play)),
                        visit -> seen(visit, id));
            }
        };
    }

    private Said challenged(String id, String body) {
        Item intent = intent(id);
        boolean confirmed = "yes".equals(CardForm.fields(body).get("confirm"));
        Map<String, String> metadata = new HashMap<>();
        intent.body()
                .path("metadata")
                .properties()
                .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText()));
        Play play = faults.play(CHALLENGE, metadata);
        return played(
                play,
                () -> store.change(change -> Sessions.challenged(change, id, confirmed, play)),
                visit -> seen(visit, sessionOf(intent)));
    }

    private static String sessionOf(Item intent) {
        return intent.hidden().path("session").asText("");
    }

    private Said played(Play play, Supplier<Visit> work, Function<Visit, Said> told) {
        Optional<Said> cut = Trouble.before(play);
        if (cut.isPresent()) {
            return cut.get();
        }
        if (play.has(Script.FAILED_BEFORE) || play.has(Script.TOO_MANY)) {
            return failed();
        }
        Visit visit = work.get();
        committed.run();
        Said said = told.apply(visit);
        if (play.has(Script.FAILED_AFTER)) {
            said = failed();
        } else if (play.has(Script.CONTRADICT)) {
            said = Html.page(200, "Declined", Html.wrong(Decline.GENERIC.message()));
        }
        return Trouble.after(play, said);
    }

    private static Said failed() {
        return Html.page(500, "Something went wrong", Html.wrong("Something went wrong here."));
    }

    private Said seen(Visit visit, String sessionId) {
        if (sessionId.isEmpty()) {
            return Html.page(200, "Thank you", "<p>You may close this page.</p>\n");
        }
        Item session = session(sessionId);
        return switch (visit) {
            case Visit.Done _, Visit.Over _ -> shown(session, "");
            case Visit.Challenge(String intent) -> challenge(intent);
            case Visit.Declined(Decline decline) -> shown(session, decline.message());
        };
    }

    private Said shown(Item session, String wrong) {
        return switch (session.text("status")) {
            case "complete" ->
                    Html.onward(
                            "Thank you",
                            "All done. You are taken back to the shop.",
                            Sessions.returnUrl(session));
            case "expired" ->
                    Html.page(
                            410, "Too late", Html.wrong("This page has expired.") + back(session));
            default -> form(session, wrong);
        };
    }

    private static Said form(Item session, String wrong) {
        boolean setup = session.text("mode").equals("setup");
        String title = setup ? "Save a card" : "Pay " + Sums.text(session);
        return Html.page(
                200,
                title,
                """
                %s<form method="post" action="/pay/%s">
                <label>Card number
                <input name="number" inputmode="numeric" autocomplete="off" maxlength="23"
                required></label>
                <label>Expiry, MM/YY
                <input name="expiry" inputmode="numeric" autocomplete="off" maxlength="7"
                required></label>
                <label>Security code
                <input name="cvc" inputmode="numeric" autocomplete="off" maxlength="4"
                required></label>
                <button>%s</button>
                </form>
                %s\
                """
                        .formatted(
                                Html.wrong(wrong),
                                Html.escaped(session.id()),
                                Html.escaped(title),
                                back(session)));
    }

    private static String back(Item session) {
        String url = session.text("cancel_url");
        return url.isEmpty()
                ? ""
                : "<p><a href=\"%s\">Back to the shop</a></p>\n".formatted(Html.escaped(url));
    }

    private static Said challenge(String intent) {
        return Html.page(
                200,
                "Your bank asks",
                """
                <p>Is it you who pays?</p>
                <form method="post" action="/challenge/%s">
                <button name="confirm" value="yes">Yes, it is me</button>
                <button name="confirm" value="no">No, refuse it</button>
                </form>
                """
                        .formatted(Html.escaped(intent)));
    }

    private static Map<String, String> metadata(Item session) {
        Map<String, String> metadata = new HashMap<>();
        session.body()
                .path("metadata")
                .properties()
                .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText()));
        session.hidden()
                .path("intent")
                .path("metadata")
                .properties()
                .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().asText()));
        return metadata;
    }
}
