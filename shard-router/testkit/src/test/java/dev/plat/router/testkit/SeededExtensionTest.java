package dev.plat.router.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

class SeededExtensionTest {

    @Test
    void aFailingCaseIsShortenedAndReportsTheLineThatReplaysIt() {
        LauncherDiscoveryRequest request =
                LauncherDiscoveryRequestBuilder.request()
                        .selectors(DiscoverySelectors.selectClass(Failing.class))
                        .build();
        SummaryGeneratingListener listener = new SummaryGeneratingListener();

        LauncherFactory.create().execute(request, listener);

        assertThat(listener.getSummary().getFailures())
                .singleElement()
                .extracting(failure -> failure.getException().getMessage())
                .asString()
                .startsWith("replay: mvn -pl ")
                .contains("Failing#listsAreShort")
                // The shortest length that is longer than four.
                .matches("(?s).*-Dplat\\.seed=[0-9a-f]+:5$");
    }

    @SuppressWarnings("NewClassNamingConvention") // run by the test above only
    static final class Failing {

        @SeededTest(cases = 500)
        void listsAreShort(Seed seed) {
            assertThat(seed.bytes(40)).hasSizeLessThanOrEqualTo(4);
        }
    }
}
