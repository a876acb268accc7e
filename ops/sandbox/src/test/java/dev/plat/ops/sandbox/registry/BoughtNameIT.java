package dev.plat.ops.sandbox.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.plat.ops.sandbox.registry.DomainsProcess.Answer;
import dev.plat.ops.sandbox.registry.DomainsProcess.Person;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.router.testkit.Waits;
import dev.plat.router.testkit.ZooKeeperServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Type;

/**
 * From a click to a name that is held for its site: the domains service with its settings, the
 * registry's process, PostgreSQL, ZooKeeper and our own name servers.
 */
@Servers(postgres = 1, tier = "domains", zookeeper = 1)
class BoughtNameIT {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final AtomicInteger NAMES = new AtomicInteger();

    @TempDir private static Path folder;
    private static RegistryProcess registry;
    private static Neighbours neighbours;
    private static DomainsProcess domains;

    @BeforeAll
    static void start(PostgresServers postgres, ZooKeeperServer zooKeeper) throws IOException {
        registry = new RegistryProcess(folder.resolve("registry"));
        DomainsShard.publish(postgres.first(), zooKeeper.connectString());
        neighbours = new Neighbours(zooKeeper.connectString(), folder.resolve("neighbours"));
        domains =
                new DomainsProcess(
                        folder.resolve("domains"), zooKeeper.connectString(), registry, neighbours);
    }

    @AfterAll
    static void end() {
        domains.close();
        neighbours.close();
        registry.close();
    }

    private static String fresh() {
        return "bought-" + NAMES.incrementAndGet() + ".test";
    }

    private static Answer buy(Person person, String name, String key) {
        return domains.post(
                person,
                "/api/v1/sites/" + person.site() + "/registrations",
                "{\"name\":\"%s\",\"key\":\"%s\"}".formatted(name, key));
    }

    private static Answer buy(Person person, String name) {
        return buy(person, name, UUID.randomUUID().toString());
    }

    private static Answer becomes(Person person, Answer bought, String state) {
        String path = "/api/v1/registrations/" + bought.text("registration");
        Waits.untilAsserted(
                PATIENCE,
                () -> {
                    Answer now = domains.get(person, path);
                    assertThat(now.text("state")).as("%s", now.body()).isEqualTo(state);
                });
        return domains.get(person, path);
    }

    @Test
    void aNameThatIsBoughtIsAnsweredAndHeldForItsSite() {
        Person person = domains.person();
        String name = fresh();
        Answer quote = domains.get(person, "/api/v1/registrations/quote?name=" + name);
        assertThat(quote.body().get("available").asBoolean()).as(quote.body().toString()).isTrue();
        assertThat(quote.text("price")).isNotEmpty();

        Answer bought = buy(person, name);
        assertThat(bought.status()).as(bought.body().toString()).isEqualTo(201);
        Answer active = becomes(person, bought, "active");

        assertThat(active.text("sentence")).startsWith("It is yours until");
        assertThat(registry.creates(name)).isEqualTo(1);
        assertThat(registry.servers(name))
                .containsExactlyInAnyOrder(
                        "ns1." + DomainsProcess.SITES, "ns2." + DomainsProcess.SITES);
        for (String server : new String[] {"127.0.0.53", "127.0.0.54"}) {
            assertThat(domains.dns(server, name, Type.A)).containsExactly("127.0.0.1");
            assertThat(domains.dns(server, "www." + name, Type.CNAME)).containsExactly(name + ".");
        }
        Waits.until(
                PATIENCE,
                "hosting is told of both",
                () ->
                        neighbours.told(name).contains("routed")
                                && neighbours.told("www." + name).contains(name));
        String path = "/api/v1/sites/" + person.site() + "/domains";
        Waits.untilAsserted(
                PATIENCE,
                () ->
                        assertThat(domains.get(person, path).body().findValuesAsText("nameStatus"))
                                .containsExactly("routed", "routed"));
        Answer names = domains.get(person, path);
        assertThat(names.body().get("domains")).hasSize(2);
        JsonNode one = names.body().get("domains").get(0);
        assertThat(one.get("records")).as("nothing is left to set").isEmpty();
    }

    @Test
    void theSameKeyIsTheSamePurchase() {
        Person person = domains.person();
        String name = fresh();
        String key = UUID.randomUUID().toString();

        Answer first = buy(person, name, key);
        Answer again = buy(person, name, key);
        becomes(person, first, "active");
        Answer later = buy(person, name, key);

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text("registration")).isEqualTo(first.text("registration"));
        assertThat(later.text("registration")).isEqualTo(first.text("registration"));
        assertThat(registry.creates(name)).isEqualTo(1);
        Answer other = buy(person, fresh(), key);
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text("code")).isEqualTo("idempotency-mismatch");
    }

    @Test
    void whatCannotBeHadIsToldBeforeItIsBought() {
        Person person = domains.person();
        Person other = domains.person();
        String taken = fresh();
        becomes(person, buy(person, taken), "active");

        refused(buy(other, taken), 409, "name-taken");
        Answer quote = domains.get(other, "/api/v1/registrations/quote?name=" + taken);
        assertThat(quote.text("refusal")).isEqualTo("name-taken");
        refused(buy(other, "www." + fresh()), 422, "name-invalid");
        refused(buy(other, "shop.example.com"), 422, "name-invalid");
        refused(buy(other, "co.uk"), 422, "name-is-suffix");
        refused(buy(other, "no name"), 422, "name-invalid");
        refused(buy(other, fresh(), "short"), 422, "field-invalid");
        assertThat(domains.get(other, "/api/v1/registrations").body().get("registrations"))
                .isEmpty();
        refused(
                domains.post(
                        other,
                        "/api/v1/sites/" + person.site() + "/registrations",
                        "{\"name\":\"%s\",\"key\":\"%s\"}".formatted(fresh(), UUID.randomUUID())),
                404,
                "not-found");
    }

    private static void refused(Answer answer, int status, String code) {
        assertThat(answer.text("code")).as(answer.body().toString()).isEqualTo(code);
        assertThat(answer.status()).isEqualTo(status);
    }

    @Test
    void aLostNameIsToldInWordsAndFreeForOthers() {
        Person person = domains.person();
        String name = fresh();
        registry.play("domain:create", name, "taken-meanwhile", 0);

        Answer refused = becomes(person, buy(person, name), "refused");

        assertThat(refused.text("sentence")).contains("the name is taken");
    }

    @Test
    void aRegistryThatDoesNotAnswerIsToldInWordsAndNothingIsBoughtTwice() {
        Person person = domains.person();
        String name = fresh();
        registry.play("domain:create", name, "2400-after-commit", 0);

        Answer bought = buy(person, name);
        Answer checking = becomes(person, bought, "checking");
        assertThat(checking.text("sentence")).contains("nothing is bought twice");

        becomes(person, bought, "active");
        assertThat(registry.creates(name)).isEqualTo(1);
    }

    @Test
    void anotherServiceBuysByItsOwnKeyAndReleasesWhatItDoesNotOrder() {
        Person person = domains.person();
        Person other = domains.person();
        String name = fresh();
        String effect = "ordr-1/2/" + UUID.randomUUID();
        String hold =
                "{\"account\":\"%s\",\"effect\":\"%s\",\"name\":\"%s\"}"
                        .formatted(person.account(), effect, name);
        String key = "{\"account\":\"%s\",\"effect\":\"%s\"}".formatted(person.account(), effect);

        assertThat(domains.service("/internal/v1/names/hold", hold).text("state"))
                .isEqualTo("held");
        refused(buy(other, name), 409, "name-taken");
        assertThat(domains.service("/internal/v1/names/hold", hold).text("state"))
                .isEqualTo("held");
        assertThat(domains.service("/internal/v1/names/release", key).text("state"))
                .isEqualTo("gone");
        assertThat(domains.service("/internal/v1/names/register", key).text("state"))
                .isEqualTo("gone");
        assertThat(registry.creates(name)).isZero();
        becomes(other, buy(other, name), "active");
    }

    @Test
    void theOwnerSetsRecordsBesideThoseThatPlatKeeps() {
        Person person = domains.person();
        String name = fresh();
        becomes(person, buy(person, name), "active");
        String path = "/api/v1/zones/" + name + "/records";
        Answer zone = domains.get(person, path);
        assertThat(zone.etag()).isEqualTo("\"" + zone.body().get("serial").asLong() + "\"");

        Answer changed =
                domains.ask(
                        person,
                        "PUT",
                        path,
                        records(set(name, "MX", "10 mail.example.net."), set(name, "TXT", "hello")),
                        zone.etag());

        assertThat(changed.status()).as(changed.body().toString()).isEqualTo(200);
        assertThat(changed.body().get("shown").asBoolean()).isTrue();
        assertThat(domains.dns("127.0.0.54", name, Type.MX))
                .containsExactly("10 mail.example.net.");
        assertThat(domains.dns("127.0.0.53", name, Type.A)).containsExactly("127.0.0.1");

        refused(domains.ask(person, "PUT", path, records(), zone.etag()), 412, "zone-stale");
        refused(domains.ask(person, "PUT", path, records(), ""), 428, "revision-required");
        refusedChange(person, path, changed, set(name, "A", "192.0.2.1"), 409, "record-managed");
        refusedChange(
                person, path, changed, set("www." + name, "TXT", "x"), 409, "record-conflicts");
        refusedChange(person, path, changed, set(name, "LOC", "x"), 422, "record-invalid");
        refusedChange(person, path, changed, set("else.test", "TXT", "x"), 422, "record-invalid");
        refused(domains.get(domains.person(), path), 404, "not-found");

        Answer emptied = domains.ask(person, "PUT", path, records(), changed.etag());
        assertThat(emptied.status()).isEqualTo(200);
        assertThat(domains.dns("127.0.0.53", name, Type.MX)).isEmpty();
    }

    @Test
    void aNameStaysHereForItsFirstDaysAndIsRenewedUnlessItsOwnerSaysNo() {
        Person person = domains.person();
        Answer bought = becomes(person, buy(person, fresh()), "active");
        String path = "/api/v1/registrations/" + bought.text("registration");
        Waits.untilAsserted(
                PATIENCE,
                () ->
                        assertThat(domains.get(person, path).body().get("locked").asBoolean())
                                .isTrue());

        Answer kept = domains.post(person, path + "/code", "");
        refused(kept, 409, "transfer-locked");
        assertThat(kept.text("until")).isNotEmpty();
        refused(
                domains.ask(person, "PATCH", path, "{\"locked\":false}", ""),
                409,
                "transfer-locked");
        Answer ends = domains.ask(person, "PATCH", path, "{\"autoRenew\":false}", "");
        assertThat(ends.text("sentence")).contains("not renewed");
        refused(domains.get(domains.person(), path), 404, "not-found");
    }

    @Test
    void afterARestartZonesAreAnsweredAsBefore() {
        Person person = domains.person();
        String name = fresh();
        becomes(person, buy(person, name), "active");

        domains.restart();

        assertThat(domains.dns("127.0.0.53", name, Type.A)).containsExactly("127.0.0.1");
        assertThat(domains.dns("127.0.0.54", "edge." + DomainsProcess.SITES, Type.A))
                .containsExactly("127.0.0.1");
        Answer again = domains.get(person, "/api/v1/zones/" + name + "/records");
        assertThat(again.body().get("shown").asBoolean()).isTrue();
    }

    private static void refusedChange(
            Person person, String path, Answer seen, String set, int status, String code) {
        refused(domains.ask(person, "PUT", path, records(set), seen.etag()), status, code);
    }

    private static String records(String... sets) {
        return "{\"records\":[" + String.join(",", sets) + "]}";
    }

    private static String set(String name, String type, String value) {
        return "{\"name\":\"%s\",\"type\":\"%s\",\"ttl\":300,\"values\":[\"%s\"]}"
                .formatted(name, type, value);
    }
}
