package dev.plat.ops.sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.domains.registrar.Change;
import dev.plat.domains.registrar.Contact;
import dev.plat.domains.registrar.DomainInfo;
import dev.plat.domains.registrar.Ds;
import dev.plat.domains.registrar.Message;
import dev.plat.domains.registrar.Offer;
import dev.plat.domains.registrar.Price;
import dev.plat.domains.registrar.Purchase;
import dev.plat.domains.registrar.Registered;
import dev.plat.domains.registrar.Registrar;
import dev.plat.domains.registrar.Reply;
import dev.plat.domains.registrar.Restore;
import dev.plat.domains.registrar.Secret;
import dev.plat.domains.registrar.Step;
import dev.plat.domains.registrar.Transfer;
import java.math.BigDecimal;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * What the domains service relies on, whichever registry stands behind it. Who binds it says how to
 * reach two registrars of one registry, how to turn its clock, and how to order a fault.
 */
abstract class RegistrarContract {

    private static int names;

    private final SecureRandom random = new SecureRandom();

    abstract Registrar ours();

    abstract Registrar theirs();

    abstract Instant turn(Duration by);

    abstract void play(String op, String name, String script);

    abstract void calm();

    @AfterEach
    void noFaultIsLeft() {
        calm();
    }

    static String fresh() {
        names++;
        return "name-" + names + ".test";
    }

    static Step step(String verb) {
        return new Step("rord_contract", verb, 1);
    }

    static <T> T done(Reply<T> reply) {
        if (reply instanceof Reply.Done<T>(T value)) {
            return value;
        }
        throw new AssertionError("not done: " + reply);
    }

    static int refused(Reply<?> reply) {
        if (reply instanceof Reply.Refused<?>(int code, String _)) {
            return code;
        }
        throw new AssertionError("not refused: " + reply);
    }

    Secret secret() {
        return Secret.random(random);
    }

    /** Registers it plainly and answers its code. */
    Secret bought(String name) {
        Secret code = secret();
        done(ours().create(Purchase.bare(name, 1, code), step("create")));
        return code;
    }

    DomainInfo info(String name) {
        return done(ours().info(name, Optional.empty(), step("info")));
    }

    static LocalDate expiry(DomainInfo info) {
        return info.expires().orElseThrow().atOffset(ZoneOffset.UTC).toLocalDate();
    }

    @Test
    void checkSaysWhatIsFreeAndWhatItCosts() {
        String taken = fresh();
        String free = fresh();
        bought(taken);

        List<Offer> offers = done(ours().check(List.of(taken, free), 2, step("check")));

        assertThat(offers).extracting(Offer::free).containsExactly(false, true);
        assertThat(offers.get(1).price().orElseThrow().amount()).isEqualByComparingTo("20");
        assertThat(offers.get(1).premium()).isFalse();
    }

    @Test
    void createRegistersOnceWithServersContactsAndDs() {
        String name = fresh();
        String host = "ns1." + name.replace(".test", "") + ".example";
        done(ours().createHost(host, List.of(), step("host")));
        String person = "p" + name.replaceAll("[^0-9]", "");
        done(ours().createContact(contact("ct-" + person), secret(), step("contact")));
        Ds ds = new Ds(12345, 13, 2, "AB".repeat(32));
        Secret code = secret();
        Purchase purchase =
                new Purchase(
                        name,
                        1,
                        List.of(host),
                        Optional.of("ct-" + person),
                        Optional.of("ct-" + person),
                        Optional.of("ct-" + person),
                        List.of(ds),
                        code,
                        Optional.of(new Price("EUR", new BigDecimal("10"))));

        Registered registered = done(ours().create(purchase, step("create")));

        assertThat(refused(ours().create(purchase, step("create")))).isEqualTo(2302);
        DomainInfo info = info(name);
        assertThat(info.servers()).containsExactly(host);
        assertThat(info.ds()).containsExactly(ds);
        assertThat(info.expires()).contains(registered.expires());
        assertThat(info.grace()).contains("addPeriod");
        assertThat(done(ours().info(name, Optional.of(code), step("info"))).registrar())
                .isEqualTo("plat");
        assertThat(refused(ours().info(name, Optional.of(secret()), step("info")))).isEqualTo(2202);
    }

    private static Contact contact(String id) {
        return new Contact(
                id,
                "Grace Müller",
                Optional.empty(),
                List.of("Straße 1"),
                "Zürich",
                Optional.empty(),
                Optional.of("8001"),
                "CH",
                Optional.of("+41.441234567"),
                "grace@example.org");
    }

    @Test
    void aNameThatIsNotThereIs2303() {
        assertThat(refused(ours().info(fresh(), Optional.empty(), step("info")))).isEqualTo(2303);
    }

    @Test
    void aRepeatedRenewalRenewsOnce() {
        String name = fresh();
        bought(name);
        LocalDate before = expiry(info(name));

        Registered renewed = done(ours().renew(name, before, 1, step("renew")));

        assertThat(refused(ours().renew(name, before, 1, step("renew")))).isEqualTo(2004);
        assertThat(info(name).expires()).contains(renewed.expires());
        assertThat(expiry(info(name)).getYear()).isEqualTo(before.getYear() + 1);
    }

    @Test
    void updateChangesServersStatusesDsAndCode() {
        String name = fresh();
        bought(name);
        String host = "ns2." + name.replace(".test", "") + ".example";
        done(ours().createHost(host, List.of(), step("host")));
        Ds ds = new Ds(1, 13, 2, "CD".repeat(32));
        Secret code = secret();

        done(
                ours().update(
                                Change.of(name)
                                        .servers(List.of(host), List.of())
                                        .statuses(Set.of("clientTransferProhibited"), Set.of())
                                        .ds(List.of(ds), List.of())
                                        .code(code),
                                step("update")));

        DomainInfo info = done(ours().info(name, Optional.of(code), step("info")));
        assertThat(info.servers()).containsExactly(host);
        assertThat(info.statuses()).contains("clientTransferProhibited");
        assertThat(info.ds()).containsExactly(ds);
        done(ours().update(Change.of(name).ds(List.of(), List.of(ds)), step("update")));
        assertThat(info(name).ds()).isEmpty();
    }

    @Test
    void aLockedNameIsNotTransferredAndAnOpenOneOnlyWithItsCode() {
        String name = fresh();
        Secret code = bought(name);
        done(
                ours().update(
                                Change.of(name)
                                        .statuses(Set.of("clientTransferProhibited"), Set.of()),
                                step("update")));
        Step step = step("transfer");

        assertThat(refused(theirs().transfer(Transfer.Verb.REQUEST, name, Optional.of(code), step)))
                .isEqualTo(2304);
        done(
                ours().update(
                                Change.of(name)
                                        .statuses(Set.of(), Set.of("clientTransferProhibited")),
                                step("update")));
        assertThat(
                        refused(
                                theirs().transfer(
                                                Transfer.Verb.REQUEST,
                                                name,
                                                Optional.of(secret()),
                                                step)))
                .isEqualTo(2202);
        assertThat(theirs().transfer(Transfer.Verb.REQUEST, name, Optional.of(code), step))
                .isInstanceOf(Reply.Pending.class);
        Transfer asked = done(ours().transfer(Transfer.Verb.QUERY, name, Optional.empty(), step));
        assertThat(asked.status()).isEqualTo("pending");
        assertThat(Duration.between(asked.asked(), asked.due())).isEqualTo(Duration.ofDays(5));
        done(ours().transfer(Transfer.Verb.APPROVE, name, Optional.empty(), step));
        assertThat(info(name).registrar()).isEqualTo("rival");
    }

    @Test
    void aTransferCanBeRejectedAndCancelled() {
        String name = fresh();
        Secret code = bought(name);
        Step step = step("transfer");

        theirs().transfer(Transfer.Verb.REQUEST, name, Optional.of(code), step);
        assertThat(
                        done(ours().transfer(Transfer.Verb.REJECT, name, Optional.empty(), step))
                                .status())
                .isEqualTo("clientRejected");
        theirs().transfer(Transfer.Verb.REQUEST, name, Optional.of(code), step);
        assertThat(
                        done(theirs().transfer(Transfer.Verb.CANCEL, name, Optional.empty(), step))
                                .status())
                .isEqualTo("clientCancelled");
        assertThat(info(name).registrar()).isEqualTo("plat");
    }

    @Test
    void whatIsDeletedCanBeRestoredUntilItIsGone() {
        String name = fresh();
        bought(name);
        turn(Duration.ofDays(6));

        assertThat(ours().delete(name, step("delete"))).isInstanceOf(Reply.Pending.class);
        assertThat(info(name).grace()).containsExactly("redemptionPeriod");
        done(ours().restore(name, new Restore.Request(), step("restore")));
        Instant now = turn(Duration.ofHours(1));
        Restore report = new Restore.Report(now.minus(Duration.ofHours(1)), now, "By mistake.");
        done(ours().restore(name, report, step("restore")));
        assertThat(info(name).statuses()).doesNotContain("pendingDelete");

        ours().delete(name, step("delete"));
        turn(Duration.ofDays(35));
        assertThat(refused(ours().info(name, Optional.empty(), step("info")))).isEqualTo(2303);
    }

    @Test
    void aPendingCreateEndsInAMessageThatStaysUntilItIsAcknowledged() {
        String name = fresh();
        play("domain:create", name, "pending-ok");

        Step step = new Step("rord_pending", "create", 1);
        assertThat(ours().create(Purchase.bare(name, 1, secret()), step))
                .isInstanceOf(Reply.Pending.class);
        assertThat(info(name).statuses()).contains("pendingCreate");
        turn(Duration.ofDays(5));

        Message.News.Decided decided = new Message.News.Decided(name, true, step.text());
        assertThat(messageAbout(decided)).isEqualTo(messageAbout(decided));
        done(ours().acknowledge(messageAbout(decided), step("ack")));
        assertThat(done(ours().poll(step("poll"))).map(Message::news))
                .isNotEqualTo(Optional.of(decided));
    }

    /** Acknowledges what stands before it. */
    private String messageAbout(Message.News news) {
        while (true) {
            Message head = done(ours().poll(step("poll"))).orElseThrow();
            if (head.news().equals(news)) {
                return head.id();
            }
            done(ours().acknowledge(head.id(), step("ack")));
        }
    }

    @Test
    void aCutBeforeAndACutAfterLookTheSameAndInfoTellsThemApart() {
        String before = fresh();
        String after = fresh();
        play("domain:create", before, "reset-before");
        play("domain:create", after, "reset-after-commit");

        assertThat(ours().create(Purchase.bare(before, 1, secret()), step("create")))
                .isInstanceOf(Reply.Unknown.class);
        Secret code = secret();
        assertThat(ours().create(Purchase.bare(after, 1, code), step("create")))
                .isInstanceOf(Reply.Unknown.class);

        assertThat(refused(ours().info(before, Optional.empty(), step("info")))).isEqualTo(2303);
        assertThat(done(ours().info(after, Optional.of(code), step("info"))).name())
                .isEqualTo(after);
    }

    @Test
    void failedAndSessionLimitAreUnknownTooAndTheNextCommandWorks() {
        String name = fresh();
        play("domain:create", name, "2400");
        assertThat(ours().create(Purchase.bare(name, 1, secret()), step("create")))
                .isInstanceOf(Reply.Unknown.class);
        play("domain:create", name, "2502");
        assertThat(ours().create(Purchase.bare(name, 1, secret()), step("create")))
                .isInstanceOf(Reply.Unknown.class);
        play("domain:create", name, "2400-after-commit");
        assertThat(ours().create(Purchase.bare(name, 1, secret()), step("create")))
                .isInstanceOf(Reply.Unknown.class);

        assertThat(info(name).name()).isEqualTo(name);
    }

    @Test
    void aPremiumNameIsToldApartAndRefusedWithoutItsPrice() {
        String name = fresh();
        play("", name, "premium");

        Offer offer = done(ours().check(List.of(name), 1, step("check"))).getFirst();

        assertThat(offer.premium()).isTrue();
        assertThat(offer.price().orElseThrow().amount()).isEqualByComparingTo("250");
        assertThat(refused(ours().create(Purchase.bare(name, 1, secret()), step("create"))))
                .isEqualTo(2003);
    }
}
