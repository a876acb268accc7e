package dev.plat.ops.chaos.purchase;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What may go wrong, or otherwise than in a shop's dreams. */
enum Kind {
    // what the buyer does
    PAYS(Group.BUYER),
    PAYS_IN_TWO_TABS(Group.BUYER),
    ORDERS_TWICE_AT_ONCE(Group.BUYER),
    DECLINED_THEN_PAYS(Group.BUYER),
    DECLINED_AND_GOES(Group.BUYER),
    LEAVES(Group.BUYER),
    CANCELS(Group.BUYER),
    CANCELS_WHILE_PAYING(Group.BUYER),
    WANTS_ANOTHER_PAGE_WHILE_PAYING(Group.BUYER),
    CHALLENGE_PASSED(Group.BUYER),
    CHALLENGE_FAILED(Group.BUYER),
    SLOW_BANK_SAYS_YES(Group.BUYER),
    SLOW_BANK_SAYS_NO(Group.BUYER),
    NEVER_COMES_BACK(Group.BUYER),
    PAYS_TOO_LATE(Group.BUYER),
    PRESSES_TWICE(Group.BUYER),
    GOES_BACK_AND_PAYS_AGAIN(Group.BUYER),
    TYPES_A_REAL_CARD_FIRST(Group.BUYER),
    IS_GIVEN_IT_BACK(Group.BUYER),
    // what is on the cart
    COUPON(Group.CART),
    COUPON_THAT_FEW_MAY_HAVE(Group.CART),
    // what becomes of a name
    NAME_TAKEN(Group.NAME),
    NAME_REFUSED(Group.NAME),
    NAME_REFUSED_LATE(Group.NAME),
    NAME_SLOW(Group.NAME),
    NAME_ANSWER_LOST(Group.NAME),
    NAMES_AWAY(Group.NAME),
    // what the provider answers
    HANG(Group.ANSWER),
    RESET_BEFORE(Group.ANSWER),
    RESET_AFTER_COMMIT(Group.ANSWER),
    FAILED_BEFORE(Group.ANSWER, "500-before"),
    FAILED_AFTER(Group.ANSWER, "500-after"),
    TOO_MANY(Group.ANSWER, "429"),
    PRUNE_KEYS(Group.ANSWER),
    CONTRADICT(Group.ANSWER),
    // how it tells of what happened
    HOOK_LOSE(Group.HOOK),
    HOOK_DUP(Group.HOOK),
    HOOK_SHUFFLE(Group.HOOK),
    HOOK_DELAY(Group.HOOK),
    HOOK_FORGE(Group.HOOK),
    HOOK_STALE(Group.HOOK),
    HOOK_FUTURE(Group.HOOK),
    // what happens to the machinery
    PAYMENTS_KILLED(Group.MACHINE),
    CHECKOUT_KILLED(Group.MACHINE),
    PROVIDER_KILLED(Group.MACHINE),
    DATABASE_KILLED(Group.MACHINE),
    REGISTRY_AWAY(Group.MACHINE),
    REDIS_FLUSHED(Group.MACHINE),
    CLOCK_JUMPS(Group.MACHINE);

    enum Group {
        BUYER,
        CART,
        NAME,
        ANSWER,
        HOOK,
        MACHINE
    }

    private final Group group;
    private final String script;

    Kind(Group group) {
        this(group, "");
    }

    Kind(Group group, String script) {
        this.group = group;
        this.script = script.isEmpty() ? text() : script;
    }

    Group group() {
        return group;
    }

    /** As the provider's control port calls it. */
    String script() {
        return script;
    }

    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<Kind> of(Group group) {
        return Arrays.stream(values()).filter(kind -> kind.group == group).toList();
    }
}
