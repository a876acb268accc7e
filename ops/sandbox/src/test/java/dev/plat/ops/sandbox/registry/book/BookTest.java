package dev.plat.ops.sandbox.registry.book;

import static dev.plat.ops.sandbox.registry.book.Player.about;
import static dev.plat.ops.sandbox.registry.book.Player.createOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.ops.sandbox.registry.xml.BadFrame;
import dev.plat.ops.sandbox.registry.xml.Element;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BookTest {

    @TempDir private Path folder;
    private Player registry;

    @BeforeEach
    void open() throws IOException, BadFrame {
        registry = new Player(folder.resolve("journal"));
    }

    @AfterEach
    void close() throws IOException {
        registry.close();
    }

    @Test
    void aNameIsRegisteredOnce() throws BadFrame {
        assertThat(registry.code("plat", createOf("a.test", "secret-1"))).isEqualTo(1000);
        assertThat(registry.code("plat", createOf("a.test", "secret-1"))).isEqualTo(2302);
        assertThat(registry.code("rival", createOf("A.TEST", "secret-2"))).isEqualTo(2302);
    }

    @Test
    void onlyWhoKnowsTheCodeIsToldThatItIsRight() throws BadFrame {
        registry.say("plat", createOf("a.test", "secret-1"));
        String info =
                "<info><d:info><d:name>a.test</d:name><d:authInfo><d:pw>%s</d:pw></d:authInfo></d:info></info>";

        assertThat(registry.code("plat", info.formatted("secret-1"))).isEqualTo(1000);
        assertThat(registry.code("plat", info.formatted("secret-2"))).isEqualTo(2202);
    }

    @Test
    void theRegistryRenewsByItselfAndARepeatedRenewalIsRefused() throws BadFrame {
        registry.say("plat", createOf("a.test", "secret-1"));
        String renew =
                "<renew><d:renew><d:name>a.test</d:name><d:curExpDate>2028-03-01</d:curExpDate></d:renew></renew>";

        assertThat(registry.code("plat", renew)).isEqualTo(1000);
        assertThat(registry.code("plat", renew)).isEqualTo(2004);
        registry.days(2 * 366);

        assertThat(registry.info("a.test").the("exDate").text()).startsWith("2030-03-01");
        assertThat(registry.grace("a.test")).containsExactly("autoRenewPeriod");
    }

    @Test
    void aDeletedNameIsRedeemableThenPendingThenGone() throws BadFrame {
        registry.say("plat", createOf("a.test", "secret-1"));
        registry.days(6);

        assertThat(registry.code("plat", about("delete", "a.test"))).isEqualTo(1001);
        registry.days(29);
        assertThat(registry.grace("a.test")).containsExactly("redemptionPeriod");
        registry.days(1);
        assertThat(registry.grace("a.test")).containsExactly("pendingDelete");
        registry.days(5);
        assertThat(registry.grace("a.test")).containsExactly("gone");
    }

    @Test
    void withinTheAddGraceItIsGoneAtOnce() throws BadFrame {
        registry.say("plat", createOf("a.test", "secret-1"));
        registry.days(4);

        assertThat(registry.code("plat", about("delete", "a.test"))).isEqualTo(1000);
        assertThat(registry.grace("a.test")).containsExactly("gone");
    }

    @Test
    void aRestoreTakesARequestAndAReport() throws BadFrame {
        registry.say("plat", createOf("a.test", "secret-1"));
        registry.days(6);
        registry.say("plat", about("delete", "a.test"));
        String update =
                "<update><d:update><d:name>a.test</d:name></d:update></update><extension><r:update>%s</r:update></extension>";
        String report =
                "<r:restore"
                        + " op='report'><r:report><r:preData>x</r:preData><r:postData>x</r:postData>"
                        + "<r:delTime>2027-03-07T12:00:00Z</r:delTime><r:resTime>2027-03-08T12:00:00Z</r:resTime>"
                        + "<r:resReason>error</r:resReason><r:statement>true</r:statement></r:report></r:restore>";

        assertThat(registry.code("plat", update.formatted("<r:restore op='request'/>")))
                .isEqualTo(1000);
        assertThat(registry.grace("a.test")).containsExactly("pendingRestore");
        assertThat(registry.code("plat", update.formatted(report))).isEqualTo(1000);
        assertThat(registry.grace("a.test")).isEmpty();
    }

    @Test
    void aTransferNobodyAnswersIsMadeAfterFiveDays() throws BadFrame {
        registry.say("plat", createOf("a.test", "secret-1"));
        registry.days(70);
        String request =
                "<transfer"
                        + " op='request'><d:transfer><d:name>a.test</d:name><d:authInfo><d:pw>%s</d:pw></d:authInfo></d:transfer></transfer>";

        assertThat(registry.code("rival", request.formatted("guess"))).isEqualTo(2202);
        assertThat(registry.code("rival", request.formatted("secret-1"))).isEqualTo(1001);
        registry.days(5);

        Element told = registry.info("a.test");
        assertThat(told.the("clID").text()).isEqualTo("rival");
        assertThat(told.the("exDate").text()).startsWith("2029-03-01");
        Element message = registry.say("plat", "<poll op='req'/>");
        assertThat(message.the("resData").the("trnData").the("trStatus").text())
                .isEqualTo("pending");
    }

    @Test
    void aPendingCreateIsDecidedByAMessage() throws BadFrame {
        assertThat(registry.code("plat", createOf("a.test", "secret-1"), Script.PENDING_OK))
                .isEqualTo(1001);
        assertThat(registry.code("plat", createOf("b.test", "secret-1"), Script.PENDING_NO))
                .isEqualTo(1001);
        registry.days(5);

        Element first = registry.say("plat", "<poll op='req'/>");
        String id = first.the("msgQ").attribute("id", "");
        assertThat(first.the("resData").the("panData").the("name").attribute("paResult", ""))
                .isEqualTo("1");
        assertThat(registry.code("plat", "<poll op='ack' msgID='" + id + "'/>")).isEqualTo(1000);
        Element second = registry.say("plat", "<poll op='req'/>");
        assertThat(second.the("resData").the("panData").the("name").attribute("paResult", ""))
                .isEqualTo("0");
        assertThat(registry.grace("b.test")).containsExactly("gone");
    }

    @Test
    void aStrangerCanBeFaster() throws BadFrame {
        assertThat(registry.code("plat", createOf("a.test", "secret-1"), Script.TAKEN_MEANWHILE))
                .isEqualTo(2302);
        assertThat(registry.info("a.test").the("clID").text()).isEqualTo(Book.STRANGER);
    }

    @Test
    void aPremiumNameIsSoldOnlyAtItsPrice() throws BadFrame {
        registry.book.makePremium("a.test");
        String fee =
                createOf("a.test", "secret-1")
                        + "<extension><f:create><f:fee>%s</f:fee></f:create></extension>";

        assertThat(registry.code("plat", createOf("a.test", "secret-1"))).isEqualTo(2003);
        assertThat(registry.code("plat", fee.formatted("10.00"))).isEqualTo(2004);
        assertThat(registry.code("plat", fee.formatted("250.00"))).isEqualTo(1000);
    }

    @Test
    void theJournalPlayedAgainGivesTheSameBookAndTornTailsAreDropped()
            throws IOException, BadFrame {
        registry.say("plat", createOf("a.test", "secret-1"));
        registry.days(400);
        registry.say("plat", createOf("b.test", "secret-2"), Script.PENDING_OK);
        registry.say("plat", createOf("c.test", "secret-3"), Script.TAKEN_MEANWHILE);
        var cards = registry.book.zones();
        var a = registry.book.card("a.test");
        Instant then = registry.book.now();
        registry.close();
        Files.writeString(folder.resolve("journal"), "{\"kind\":\"comm", StandardOpenOption.APPEND);

        try (Player again = new Player(folder.resolve("journal"))) {
            assertThat(again.book.card("a.test")).isEqualTo(a);
            assertThat(again.book.zones()).isEqualTo(cards);
            assertThat(again.book.now()).isEqualTo(then);
            assertThat(again.info("c.test").the("clID").text()).isEqualTo(Book.STRANGER);
            again.days(5);
            assertThat(again.code("plat", "<poll op='req'/>")).isEqualTo(1301);
        }
    }

    @Test
    void whatTheGrammarDoesNotAllowIsRefused() {
        assertThatThrownBy(() -> registry.say("plat", createOf("a.test", "s").replace("pw", "PW")))
                .isInstanceOf(BadFrame.class);
        assertThatThrownBy(() -> registry.say("plat", "<create/>")).isInstanceOf(BadFrame.class);
    }
}
