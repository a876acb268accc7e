package dev.plat.payments.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where nobody may send us. */
class ReachTest {

    /** Name servers that know four names; literals are their own. */
    private static InetAddress[] ask(String host) throws UnknownHostException {
        return switch (host) {
            case "shop.test" -> new InetAddress[] {InetAddress.getByName("9.9.9.9")};
            case "inside.test" -> new InetAddress[] {InetAddress.getByName("10.0.0.7")};
            case "both.test" ->
                    new InetAddress[] {
                        InetAddress.getByName("9.9.9.9"), InetAddress.getByName("fd12::1")
                    };
            case "unknown.test" -> throw new UnknownHostException(host);
            default -> InetAddress.getAllByName(host);
        };
    }

    private final Reach reach = new Reach(ReachTest::ask, false);

    @ParameterizedTest
    @ValueSource(
            strings = {"https://shop.test/hooks?a=b", "https://shop.test:8443", "HTTPS://9.9.9.9"})
    void whatIsPublicMayBeTold(String url) {
        assertThat(reach.judged(url)).hasToString(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "shop.test",
                "http://shop.test/",
                "ftp://shop.test/",
                "https:///hooks",
                "https://user:word@shop.test/",
                "https://shop.test/#part",
                "https://shop.test:0/",
                "https://shop.test:65536/",
                "https://shop.test/ a",
                "https://shop.test/\r\nHost: a",
                "https://shöp.test/"
            })
    void whatIsNoAddressIsRefused(String url) {
        assertThatThrownBy(() -> reach.judged(url)).hasMessageContaining("field-invalid");
    }

    @Test
    void aLongOneIsRefused() {
        assertThatThrownBy(() -> reach.judged("https://shop.test/" + "x".repeat(500)))
                .hasMessageContaining("field-invalid");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://inside.test/",
                "https://both.test/",
                "https://unknown.test/",
                "https://127.0.0.1/",
                "https://[::1]:8443/",
                "https://169.254.169.254/latest",
                "https://2130706433/"
            })
    void whatLeadsIntoAPrivateNetworkIsRefused(String url) {
        assertThatThrownBy(() -> reach.judged(url)).hasMessageContaining("address-refused");
    }

    @Test
    void onOneMachineItMayBeAllowed() {
        assertThat(new Reach(ReachTest::ask, true).judged("https://inside.test/")).isNotNull();
    }
}
