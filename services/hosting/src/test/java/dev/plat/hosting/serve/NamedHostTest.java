package dev.plat.hosting.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.hosting.index.Challenge;
import dev.plat.hosting.index.FeedMark;
import dev.plat.hosting.index.NamedHost;
import dev.plat.schemas.Id;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What visitors, a CA and the domains service meet under a customer's own name, without TLS. */
class NamedHostTest {

    private static final String TOKEN = "token-0123456789";
    private static final String PAGE = "<p>mine</p>";

    @TempDir Path folder;
    private EdgeNode node;
    private Visitor visitor;

    @BeforeEach
    void start() throws IOException {
        node = new EdgeNode(folder);
        node.show("slug.sites.test", 1, true, Map.of("index.html", bytes(PAGE)));
        node.index.markCompared();
        visitor = new Visitor(node.port());
    }

    @AfterEach
    void stop() throws IOException {
        visitor.close();
        node.close();
    }

    @Test
    void aCustomersNameShowsItsSite() throws IOException {
        name("shop.test", 1, true, node.site, null, List.of());

        assertThat(visitor.get("shop.test", "/").text()).isEqualTo(PAGE);
        assertThat(visitor.get("SHOP.test.:80", "/").text()).isEqualTo(PAGE);
        assertThat(visitor.get("other.test", "/").status()).isEqualTo(404);
    }

    @Test
    void aNameThatIsOffIsAnsweredLikeOneNobodyHas() throws IOException {
        name("shop.test", 1, true, node.site, null, List.of());
        name("shop.test", 2, false, null, null, List.of());

        Visitor.Reply off = visitor.get("shop.test", "/");
        Visitor.Reply nobodys = visitor.get("nobody.test", "/");

        assertThat(off.status()).isEqualTo(404);
        assertThat(off.text()).isEqualTo(nobodys.text());
    }

    @Test
    void newsThatComeLateDoNotReplaceWhatIsNewer() throws IOException {
        name("shop.test", 2, false, null, null, List.of());
        name("shop.test", 1, true, node.site, null, List.of());

        assertThat(visitor.get("shop.test", "/").status()).isEqualTo(404);
    }

    @Test
    void oneOfAPairLeadsToTheOtherWithPathAndQuery() throws IOException {
        name("www.shop.test", 1, true, node.site, "shop.test", List.of());

        Visitor.Reply reply = visitor.get("www.shop.test", "/a%20b/?q=1&r=%2F");

        assertThat(reply.status()).isEqualTo(308);
        assertThat(reply.field("Location"))
                .isEqualTo("http://shop.test:" + node.port() + "/a%20b/?q=1&r=%2F");
        assertThat(visitor.get("www.shop.test", "//evil.test/").field("Location"))
                .isEqualTo("http://shop.test:" + node.port() + "//evil.test/");
    }

    @Test
    void aChallengeIsAnsweredUntilItExpiresAndForItsNameOnly() throws IOException {
        Challenge open = challenge("thumb", Instant.now().plus(Duration.ofMinutes(5)));
        Challenge over = challenge("old", Instant.now().minus(Duration.ofSeconds(1)));
        name("shop.test", 0, false, null, null, List.of(open));
        name("late.test", 1, true, node.site, null, List.of(over));

        Visitor.Reply reply = visitor.get("shop.test", "/.well-known/acme-challenge/" + TOKEN);
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text()).isEqualTo(TOKEN + ".thumb");
        assertThat(reply.field("Content-Type")).isEqualTo("application/octet-stream");
        assertThat(reply.field("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(
                        visitor.get("shop.test", "/.well-known/acme-challenge/another-0123456789")
                                .text())
                .as("any token of the same account")
                .isEqualTo("another-0123456789.thumb");
        for (String path : List.of("short", TOKEN + "%2e", TOKEN + "/x")) {
            assertThat(visitor.get("shop.test", "/.well-known/acme-challenge/" + path).status())
                    .as(path)
                    .isEqualTo(404);
        }
        assertThat(visitor.get("late.test", "/.well-known/acme-challenge/" + TOKEN).status())
                .isEqualTo(404);
        assertThat(visitor.get("nobody.test", "/.well-known/acme-challenge/" + TOKEN).status())
                .isEqualTo(404);
        assertThat(visitor.get("shop.test", "/").status()).as("no more than that").isEqualTo(404);
    }

    @Test
    void theProbeProvesThatANameLeadsHereAndOnlyForNamesThatAreKnown() throws Exception {
        name("shop.test", 1, true, node.site, "www.shop.test", List.of());

        Visitor.Reply reply = visitor.get("shop.test", "/.plat/probe/nonce-0123456789");

        byte[] key = hmac(HexFormat.of().parseHex(EdgeNode.ROOT), "plat-probe/1");
        assertThat(reply.text())
                .isEqualTo(HexFormat.of().formatHex(hmac(key, "shop.testnonce-0123456789")));
        assertThat(reply.field("Cache-Control")).isEqualTo("no-store");
        assertThat(visitor.get("slug.sites.test", "/.plat/probe/nonce-0123456789").status())
                .isEqualTo(200);
        assertThat(visitor.get("nobody.test", "/.plat/probe/nonce-0123456789").status())
                .isEqualTo(404);
    }

    private void name(
            String name,
            long version,
            boolean routed,
            @Nullable Id site,
            @Nullable String redirectTo,
            List<Challenge> challenges) {
        node.index
                .names()
                .offer(
                        new NamedHost(
                                name,
                                new FeedMark(1, version + 1),
                                version,
                                routed,
                                site,
                                redirectTo,
                                false,
                                0,
                                challenges));
    }

    private static Challenge challenge(String thumbprint, Instant expires) {
        return new Challenge(
                Challenge.Kind.HTTP, TOKEN, TOKEN + "." + thumbprint, thumbprint, expires);
    }

    private static byte[] hmac(byte[] key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(bytes(text));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
