package dev.plat.ops.sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.domains.registrar.Change;
import dev.plat.domains.registrar.Ds;
import dev.plat.domains.registrar.Purchase;
import dev.plat.domains.registrar.Reply;
import dev.plat.domains.registrar.Secret;
import dev.plat.domains.registrar.Step;
import dev.plat.domains.registrar.Transfer;
import dev.plat.domains.registrar.epp.EppRegistrar;
import dev.plat.ops.sandbox.registry.DomainsProcess.Answer;
import dev.plat.ops.sandbox.registry.DomainsProcess.Person;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.router.testkit.ZooKeeperServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/**
 * A name that is with another registrar comes over: the domains service with its settings, the
 * registry's process with that other registrar, and BIND as the servers that the name had before.
 */
@Servers(postgres = 1, tier = "domains", zookeeper = 1)
class BroughtNameIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Secret CODE = new Secret("the-rivals-code-1");
    private static final String GIVEN = "given.test";
    private static final String KEPT = "kept.test";
    private static final String ODD = "odd.test";

    @TempDir private static Path folder;
    private static RegistryProcess registry;
    private static Neighbours neighbours;
    private static DomainsProcess domains;
    private static FormerServer former;
    private static EppRegistrar rival;

    @BeforeAll
    static void start(PostgresServers postgres, ZooKeeperServer zooKeeper) throws IOException {
        registry = new RegistryProcess(folder.resolve("registry"));
        DomainsShard.publish(postgres.first(), zooKeeper.connectString());
        neighbours = new Neighbours(zooKeeper.connectString(), folder.resolve("neighbours"));
        domains =
                new DomainsProcess(
                        folder.resolve("domains"), zooKeeper.connectString(), registry, neighbours);
        former =
                new FormerServer(
                        folder.resolve("former"),
                        registry.port("dns"),
                        List.of(GIVEN, ODD),
                        List.of(KEPT));
        rival = new EppRegistrar(registry.settings("rival"), ControlPoints.NONE);
    }

    @AfterAll
    static void end() {
        rival.close();
        former.close();
        domains.close();
        neighbours.close();
        registry.close();
    }

    /** A name of the other registrar's, delegated to the former server if that is a server's. */
    private static String elsewhere(String name, boolean served) {
        done(rival.create(Purchase.bare(name, 1, CODE), step("create")));
        if (served) {
            String server = "ns." + name;
            done(rival.createHost(server, List.of(FormerServer.ADDRESS), step("host")));
            change(Change.of(name).servers(List.of(server), List.of()));
        }
        return name;
    }

    private static void change(Change change) {
        done(rival.update(change, step("change")));
    }

    private static void done(Reply<?> reply) {
        assertThat(reply).isInstanceOf(Reply.Done.class);
    }

    private static Step step(String name) {
        return new Step("rival", name, 1);
    }

    private static Answer bring(Person person, String name, String code, String key) {
        return domains.post(
                person,
                "/api/v1/sites/" + person.site() + "/registrations/transfers",
                "{\"name\":\"%s\",\"code\":\"%s\",\"key\":\"%s\"}".formatted(name, code, key));
    }

    private static Answer bring(Person person, String name) {
        return bring(person, name, CODE.value(), UUID.randomUUID().toString());
    }

    private static Answer becomes(Person person, Answer brought, String state) {
        assertThat(brought.status()).as(brought.body().toString()).isIn(200, 201);
        String path = "/api/v1/registrations/" + brought.text("registration");
        Waits.untilAsserted(
                PATIENCE,
                () -> {
                    Answer now = domains.get(person, path);
                    assertThat(now.text("state")).as("%s", now.body()).isEqualTo(state);
                });
        return domains.get(person, path);
    }

    private static long requests(String name) {
        return registry.journal().stream()
                .filter(kept -> kept.subject().equals(name))
                .filter(kept -> kept.op().equals("domain:transfer-request"))
                .count();
    }

    private static List<String> mail(String name) {
        return domains.dns("127.0.0.53", name, Type.MX);
    }

    /** With a site here already, as with mail elsewhere: neither may notice. */
    @Test
    void aNameComesOverWithItsRecordsAndItsSiteGoesOnAllTheWhile() {
        Person person = domains.person();
        String name = elsewhere(GIVEN, true);
        former.set(name, "@", "A", "127.0.0.1");
        former.set(name, "mail", "A", "192.0.2.25");
        former.set(name, "@", "MX", "10 mail." + name + ".");
        former.set(name, "odd-one", "TXT", "\"nobody guesses this name\"");
        former.set(name, "old", "AAAA", "2001:db8::1");
        Answer claimed =
                domains.post(
                        person,
                        "/api/v1/sites/" + person.site() + "/domains",
                        "{\"name\":\"%s\"}".formatted(name));
        for (JsonNode record : claimed.body().get("records")) {
            if (record.path("why").asText().equals("proof")) {
                String host = record.get("host").asText();
                former.set(
                        name,
                        host.substring(0, host.length() - name.length() - 1),
                        "TXT",
                        record.get("value").asText());
            }
        }
        Waits.untilAsserted(
                PATIENCE,
                () -> {
                    domains.post(person, "/api/v1/domains/" + name + "/check", "");
                    assertThat(domains.get(person, "/api/v1/domains/" + name).text("nameStatus"))
                            .isEqualTo("routed");
                });

        String key = UUID.randomUUID().toString();
        Answer brought = bring(person, name, CODE.value(), key);
        assertThat(brought.status()).as(brought.body().toString()).isEqualTo(201);
        Answer pending = becomes(person, brought, "pending");

        assertThat(pending.text("sentence")).contains("five days").contains("All its records");
        assertThat(bring(person, name, CODE.value(), key).status()).isEqualTo(200);
        assertThat(mail(name)).containsExactly("10 mail." + name + ".");
        assertThat(domains.dns("127.0.0.54", "odd-one." + name, Type.TXT)).hasSize(1);
        assertThat(domains.dns("127.0.0.54", "old." + name, Type.AAAA)).hasSize(1);
        assertThat(registry.servers(name)).containsExactly("ns." + name);

        registry.turn(Duration.ofDays(5).plusMinutes(1));
        Answer active = becomes(person, brought, "active");

        assertThat(active.text("sentence")).startsWith("It is yours until");
        assertThat(registry.servers(name))
                .containsExactlyInAnyOrder(
                        "ns1." + DomainsProcess.SITES, "ns2." + DomainsProcess.SITES);
        assertThat(domains.dns("127.0.0.53", name, Type.A)).containsExactly("127.0.0.1");
        assertThat(mail(name)).containsExactly("10 mail." + name + ".");
        assertThat(requests(name)).isEqualTo(1);
        assertThat(neighbours.allTold(name)).isNotEmpty().allMatch(it -> it.contains("routed"));
        Answer still = domains.get(person, "/api/v1/domains/" + name);
        assertThat(still.text("nameStatus")).isEqualTo("routed");
        // the code that was passed around is worth nothing any more
        Reply<Transfer> back =
                rival.transfer(Transfer.Verb.REQUEST, name, Optional.of(CODE), step("steal"));
        assertThat(back).isInstanceOf(Reply.Refused.class);
    }

    @Test
    void ofAZoneThatIsNotGivenAwayTheUsualRecordsAreCopied() {
        Person person = domains.person();
        String name = elsewhere(KEPT, true);
        former.set(name, "post.mx", "A", "192.0.2.26");
        former.set(name, "@", "MX", "10 post.mx." + name + ".");
        former.set(name, "@", "TXT", "\"v=spf1 mx -all\"");
        former.set(name, "_dmarc", "TXT", "\"v=DMARC1; p=reject\"");
        former.set(name, "www", "A", "192.0.2.80");
        former.set(name, "*", "A", "192.0.2.99");
        former.set(name, "_imaps._tcp", "SRV", "0 1 993 post.mx." + name + ".");

        Answer pending = becomes(person, bring(person, name), "pending");

        assertThat(pending.text("copied")).isEqualTo("known");
        assertThat(pending.text("sentence")).contains("usual records");
        JsonNode records =
                domains.get(person, "/api/v1/zones/" + name + "/records").body().get("records");
        assertThat(records)
                .extracting(set -> set.get("name").asText() + " " + set.get("type").asText())
                .containsExactlyInAnyOrder(
                        name + " NS",
                        name + " MX",
                        name + " TXT",
                        "post.mx." + name + " A",
                        "_dmarc." + name + " TXT",
                        "*." + name + " A",
                        "_imaps._tcp." + name + " SRV");
        assertThat(rival.transfer(Transfer.Verb.APPROVE, name, Optional.empty(), step("yes")))
                .isInstanceOf(Reply.Done.class);
        becomes(person, pending, "active");
    }

    @Test
    void aRecordOfAKindThatIsNotKeptIsNotSaidToBeCopied() {
        Person person = domains.person();
        String name = elsewhere(ODD, true);
        former.set(name, "git", "SSHFP", "4 2 " + "ab".repeat(32));

        Answer pending = becomes(person, bring(person, name), "pending");

        assertThat(pending.text("copied")).isEqualTo("known");
        assertThat(pending.text("sentence")).contains("look whether one is missing");
    }

    @Test
    void whatCannotComeOverIsToldBeforeAnythingIsAsked() {
        Person person = domains.person();
        String locked = elsewhere("locked.test", false);
        change(Change.of(locked).statuses(Set.of("clientTransferProhibited"), Set.of()));
        String open = elsewhere("open.test", false);

        refused(bring(person, locked), 409, "transfer-locked");
        refused(bring(person, open, "not-the-code", key()), 422, "transfer-code-refused");
        refused(bring(person, open, "x", key()), 422, "transfer-code-refused");
        refused(bring(person, "nobodys.test"), 404, "not-found");
        refused(bring(person, "www.open.test"), 422, "name-invalid");
        refused(bring(person, "example.com"), 422, "name-invalid");
        assertThat(domains.get(person, "/api/v1/registrations").body().get("registrations"))
                .isEmpty();
        Person other = domains.person();
        becomes(person, bring(person, open), "pending");
        refused(bring(other, open), 409, "transfer-locked");
        assertThat(requests(open)).isEqualTo(1);
        refused(
                domains.post(
                        other,
                        "/api/v1/sites/" + person.site() + "/registrations/transfers",
                        "{\"name\":\"%s\",\"code\":\"%s\",\"key\":\"%s\"}"
                                .formatted("other.test", CODE.value(), key())),
                404,
                "not-found");
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private static void refused(Answer answer, int status, String code) {
        assertThat(answer.text("code")).as(answer.body().toString()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().toString()).doesNotContain(CODE.value());
    }

    @Test
    void theOtherRegistrarSaysNoAndLaterYes() {
        Person person = domains.person();
        String name = elsewhere("asked-twice.test", false);
        Answer brought = becomes(person, bring(person, name), "pending");
        done(rival.transfer(Transfer.Verb.REJECT, name, Optional.empty(), step("no")));

        Answer refused = becomes(person, brought, "refused");

        assertThat(refused.text("sentence")).contains("said no").contains("stays where it is");
        refused(domains.get(person, "/api/v1/zones/" + name + "/records"), 404, "not-found");
        Answer again = becomes(person, bring(person, name), "pending");
        done(rival.transfer(Transfer.Verb.APPROVE, name, Optional.empty(), step("yes")));
        Answer active = becomes(person, again, "active");
        assertThat(active.text("sentence")).startsWith("It is yours until");
        assertThat(domains.dns("127.0.0.53", name, Type.A)).containsExactly("127.0.0.1");
    }

    @Test
    void whoTakesItBackKeepsTheNameWhereItIs() {
        Person person = domains.person();
        String name = elsewhere("taken-back.test", false);
        Answer brought = becomes(person, bring(person, name), "pending");
        String path = "/api/v1/registrations/" + brought.text("registration") + "/cancel";
        refused(domains.post(domains.person(), path, ""), 404, "not-found");

        domains.post(person, path, "");

        Answer over = becomes(person, brought, "refused");
        assertThat(over.text("sentence")).contains("You took it back");
        refused(domains.post(person, path, ""), 412, "precondition-failed");
    }

    @Test
    void aRegistryThatDoesNotAnswerIsAskedWhetherItHasBegun() {
        Person person = domains.person();
        String name = elsewhere("unheard.test", false);
        registry.play("domain:transfer-request", name, "reset-after-commit", 0);

        Answer brought = bring(person, name);
        Answer checking = becomes(person, brought, "checking");
        assertThat(checking.text("sentence")).contains("nothing is begun twice");

        becomes(person, brought, "pending");
        assertThat(requests(name)).isEqualTo(1);
    }

    /** Our servers do not sign: who remembers the signatures would believe no answer of theirs. */
    @Test
    void aSignedNameStaysWithItsServersUntilTheSignaturesAreForgotten() {
        Person person = domains.person();
        String name = elsewhere("signed.test", false);
        done(rival.createHost("ns.elsewhere.example", List.of(), step("host")));
        change(Change.of(name).servers(List.of("ns.elsewhere.example"), List.of()));
        change(Change.of(name).ds(List.of(new Ds(1, 13, 2, "AB".repeat(32))), List.of()));
        Answer pending = becomes(person, bring(person, name), "pending");
        assertThat(pending.text("sentence")).contains("did not answer");
        done(rival.transfer(Transfer.Verb.APPROVE, name, Optional.empty(), step("yes")));

        becomes(person, pending, "registered");
        Waits.untilAsserted(
                PATIENCE,
                () ->
                        assertThat(
                                        domains.get(
                                                        person,
                                                        "/api/v1/registrations/"
                                                                + pending.text("registration"))
                                                .text("sentence"))
                                .contains("signatures are forgotten"));

        assertThat(registry.servers(name)).containsExactly("ns.elsewhere.example");
        Reply<?> info = rival.info(name, Optional.empty(), step("info"));
        assertThat(info.toString()).contains("ds=[]");
    }
}
