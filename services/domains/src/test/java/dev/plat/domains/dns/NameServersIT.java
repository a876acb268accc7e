package dev.plat.domains.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class NameServersIT {

    @ParameterizedTest
    @EnumSource
    void aServerAnswersForItsZoneAndEndsByItsHandle(NameServerKind kind) throws IOException {
        NameServerPlan plan =
                switch (kind) {
                    case BIND -> NameServers.bind();
                    case KNOT -> NameServers.knot();
                    case POWERDNS -> NameServers.powerDns();
                };
        ProcessHandle process;
        try (NameServer server = plan.key("plat", "c2VjcmV0").zone("shop.test").start()) {
            process = server.handle();

            Message answer = server.ask("ns1.shop.test", Type.A);

            assertThat(answer.getHeader().getFlag(Flags.AA)).isTrue();
            assertThat(answer.getSection(Section.ANSWER).getFirst().rdataToString())
                    .isEqualTo("127.0.0.1");

            server.kill();
            server.startAgain();
            assertThat(server.ask("ns1.shop.test", Type.A).getSection(Section.ANSWER)).hasSize(1);
            process = server.handle();
        }
        assertThat(process.isAlive()).isFalse();
    }
}
