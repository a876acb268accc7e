package dev.plat.checkout.pages;

import dev.plat.chassis.ticket.Caller;
import dev.plat.chassis.ticket.SignedIn;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.util.Map;

/**
 * Somebody who is signed in and looks at a page.
 *
 * @param token which the page's forms carry back
 */
record Visitor(Caller.Person person, String token, SignedIn signedIn) {

    private static final int FIELD_MAX = 300;

    /** The name of the field that carries the token. */
    static final String TOKEN = "token";

    Id account() {
        return person.account();
    }

    /**
     * A field of a form that one of our own pages sent.
     *
     * @throws PlatException {@code origin-refused} without the session's token; {@code
     *     request-malformed} without the field
     */
    String field(Map<String, String> form, String name) {
        vouch(form);
        String value = form.get(name);
        if (value == null) {
            throw new PlatException(
                    ErrorCode.REQUEST_MALFORMED, "A field is missing.", "field", name);
        }
        String text = value.strip();
        if (text.length() > FIELD_MAX || text.chars().anyMatch(Character::isISOControl)) {
            throw PlatException.invalidField(
                    name, text.length() + " characters", "one line of " + FIELD_MAX + " at most");
        }
        return text;
    }

    void vouch(Map<String, String> form) {
        if (!signedIn.vouched(person, form.getOrDefault(TOKEN, ""))) {
            throw new PlatException(
                    ErrorCode.ORIGIN_REFUSED,
                    "This form is not from here, or from before you signed in again. Go back, load"
                            + " the page anew and send it once more.");
        }
    }
}
