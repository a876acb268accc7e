package dev.plat.ops.chaos.purchase;

import dev.plat.ops.chaos.purchase.Shop.Answer;
import dev.plat.ops.chaos.purchase.Shop.Person;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One buyer's course. Whatever gets no answer is pressed again, as people do; after some time they
 * give up looking, and the purchase has to end by itself.
 */
final class Purchase {

    private static final Duration PRESS_AGAIN = Duration.ofMillis(300);
    private static final Duration PRESS_AGAIN_MOST = Duration.ofSeconds(5);
    static final int PRESSES_MAX = 60;
    private static final int LOOKS_MAX = 8;

    private final Plan plan;
    private final Sale sale;
    private final Shop shop;
    private final Person person;
    private final String key;
    private volatile @Nullable String coupon;
    private @Nullable String order;
    private @Nullable String page;

    /**
     * What was drawn for it.
     *
     * @param plan whether the account goes on one, too
     * @param coupon that is typed; null: none
     * @param draw for what the course leaves open
     * @param also what else goes wrong with it
     */
    record Plan(
            int number,
            Kind course,
            List<String> names,
            boolean plan,
            @Nullable String coupon,
            int draw,
            List<Kind> also) {}

    Purchase(Plan plan, Sale sale, Shop shop, long seed) {
        this.plan = plan;
        this.coupon = plan.coupon();
        this.sale = sale;
        this.shop = shop;
        this.person = shop.person();
        this.key = "order-%06x-%d".formatted(seed, plan.number());
    }

    /** Where it could be paid, for somebody who comes back much later. */
    @Nullable String page() {
        return page;
    }

    Plan plan() {
        return plan;
    }

    /** What of its plan came to be: nothing of what was refused before it was an order. */
    List<Kind> played() {
        List<Kind> played = new ArrayList<>(order == null ? List.of() : plan.also());
        played.removeIf(kind -> kind.group() == Kind.Group.CART && coupon == null);
        boolean given = plan.course() == Kind.IS_GIVEN_IT_BACK;
        if (page != null && (!given || sale.operator.given(payment().uuid()) > 0)) {
            played.add(plan.course());
        }
        return played;
    }

    void run() throws InterruptedException {
        if (!placed() || !payable()) {
            return;
        }
        course();
        if (plan.course() != Kind.NEVER_COMES_BACK) {
            look(LOOKS_MAX);
        }
    }

    private boolean placed() throws InterruptedException {
        Thread other = null;
        if (plan.course() == Kind.ORDERS_TWICE_AT_ONCE) {
            other = together(this::place);
        }
        for (int i = 0; i < PRESSES_MAX; i++) {
            Answer answer = place();
            if (answer.good()) {
                order = answer.text("order");
                break;
            }
            if (coupon != null && answer.text("code").equals("coupon-refused")) {
                coupon = null; // then without it
                continue;
            }
            if (answer.status() >= 400 && answer.status() < 500 && answer.status() != 429) {
                break; // it was said no
            }
            rest(i);
        }
        if (other != null) {
            other.join();
        }
        return order != null;
    }

    private Answer place() throws InterruptedException {
        return shop.place(person, key, plan.names(), plan.plan(), coupon);
    }

    private boolean payable() throws InterruptedException {
        for (int i = 0; i < PRESSES_MAX; i++) {
            Answer now = shop.look(person, order());
            if (now.good() && !now.text("page").isEmpty() && !now.text("page").equals("null")) {
                page = now.text("page");
                return true;
            }
            boolean over =
                    List.of("cancelled", "expired", "parked", "fulfilled", "refunded")
                            .contains(now.text("state"));
            if (over) {
                return false;
            }
            rest(i);
        }
        return false;
    }

    private void course() throws InterruptedException {
        String good = Numbers.good(plan.draw());
        String bad = Numbers.declined(plan.draw());
        switch (plan.course()) {
            case LEAVES, PAYS_TOO_LATE -> {}
            case CANCELS -> shop.cancel(person, order());
            case DECLINED_AND_GOES -> pay(bad);
            case DECLINED_THEN_PAYS -> {
                pay(bad);
                anotherPage();
                pay(good);
            }
            case CANCELS_WHILE_PAYING -> {
                Thread other = together(() -> shop.cancel(person, order()));
                pay(good);
                other.join();
            }
            case WANTS_ANOTHER_PAGE_WHILE_PAYING -> {
                Thread other = together(this::anotherPage);
                pay(good);
                other.join();
                pay(good);
            }
            case CHALLENGE_PASSED -> challenged(true);
            case CHALLENGE_FAILED -> challenged(false);
            case SLOW_BANK_SAYS_YES -> {
                slowBank(true);
                pay(good);
            }
            case SLOW_BANK_SAYS_NO -> {
                slowBank(false);
                pay(good);
            }
            case PRESSES_TWICE -> {
                Thread other = together(() -> pay(good));
                pay(good);
                other.join();
            }
            case TYPES_A_REAL_CARD_FIRST -> {
                pay(Numbers.REAL);
                pay(good);
            }
            case GOES_BACK_AND_PAYS_AGAIN -> {
                pay(good);
                pay(good);
            }
            case PAYS_IN_TWO_TABS -> {
                Thread other =
                        together(() -> {
                            pay(good);
                            look(LOOKS_MAX / 2);
                        });
                pay(good);
                other.join();
            }
            case IS_GIVEN_IT_BACK -> {
                pay(good);
                look(LOOKS_MAX);
                sale.operator.giveBack(payment(), plan.draw());
            }
            default -> pay(good);
        }
    }

    private void anotherPage() throws InterruptedException {
        Answer answer = shop.payAgain(person, order());
        if (answer.good() && !answer.text("page").isEmpty()) {
            page = answer.text("page");
        }
    }

    private @Nullable HttpResponse<String> pay(String number) throws InterruptedException {
        String at = page;
        if (at == null || !at.startsWith("https://")) {
            return null;
        }
        for (int i = 0; i < PRESSES_MAX; i++) {
            try {
                HttpResponse<String> answer = sale.card.pay(at, number);
                if (answer.statusCode() < 500) {
                    return answer;
                }
            } catch (IOException e) {
                // nobody there, or cut: pressed again
            }
            rest(i);
        }
        return null;
    }

    private void challenged(boolean yes) throws InterruptedException {
        HttpResponse<String> asked = pay(Numbers.CHALLENGE);
        if (asked == null) {
            return;
        }
        try {
            sale.card.answer(asked, yes);
        } catch (IOException e) {
            // the bank waits for ever; the page expires
        }
    }

    /** This purchase's bank only. */
    private void slowBank(boolean yes) throws InterruptedException {
        try {
            sale.card.control(
                    "POST",
                    "/scripts",
                    """
                    {"on": {"op": "page.pay", "metadata": {"payment": "%s"}}, "do": "async",
                     "seconds": 120, "ok": %s}
                    """
                            .formatted(payment(), yes));
        } catch (IOException e) {
            // a fast bank, then
        }
    }

    private void look(int times) throws InterruptedException {
        for (int i = 0; i < times; i++) {
            Answer now = shop.look(person, order());
            if (List.of("cancelled", "expired", "parked", "fulfilled", "refunded")
                    .contains(now.text("state"))) {
                return;
            }
            rest(i);
        }
    }

    /** Longer from time to time, as people lose patience. */
    static void rest(int time) {
        double millis = PRESS_AGAIN.toMillis() * Math.pow(1.4, time);
        long rest = Math.min(PRESS_AGAIN_MOST.toMillis(), Math.round(millis));
        LockSupport.parkNanos(Duration.ofMillis(rest).toNanos());
    }

    private Id payment() {
        return new Id(IdKind.PAYMENT, Id.parse(IdKind.ORDER, order()).uuid());
    }

    private String order() {
        if (order == null) {
            throw new IllegalStateException("it was not placed");
        }
        return order;
    }

    private interface Act {
        void run() throws InterruptedException;
    }

    private static Thread together(Act act) {
        return Thread.startVirtualThread(() -> {
            try {
                act.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
