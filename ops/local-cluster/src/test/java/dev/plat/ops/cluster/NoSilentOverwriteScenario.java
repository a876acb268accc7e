package dev.plat.ops.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Nobody overwrites another's work silently: of many who save from one revision, one wins and the
 * others are told.
 */
@ExtendWith(RunningCluster.class)
class NoSilentOverwriteScenario {

    private static final int EDITORS = 8;
    private static final int ROUNDS = 10;

    @Test
    void ofManyWhoSaveAtOnceOneWinsAndTheOthersAreTold(LocalCluster cluster) throws Exception {
        Customer customer = Customer.signUp(cluster, "overwrite@example.org");
        String site = customer.makeSite("overwrite", "blank");
        String document = customer.homeDocument(site);
        try (ExecutorService editors = Executors.newFixedThreadPool(EDITORS)) {
            for (int round = 0; round < ROUNDS; round++) {
                JsonNode seen = customer.get(Saves.path(site, document)).json();
                List<Future<Customer.Answer>> saves = new ArrayList<>();
                for (int editor = 0; editor < EDITORS; editor++) {
                    JsonNode mine =
                            Saves.withText(seen.path("body"), "round " + round + " by " + editor);
                    saves.add(
                            editors.submit(() ->
                                    Saves.save(
                                            customer,
                                            site,
                                            document,
                                            seen.path("rev").asLong(),
                                            mine)));
                }
                List<Integer> statuses = new ArrayList<>();
                for (Future<Customer.Answer> save : saves) {
                    statuses.add(save.get().status());
                }

                assertThat(statuses).filteredOn(status -> status == 200).hasSize(1);
                assertThat(statuses).filteredOn(status -> status == 412).hasSize(EDITORS - 1);
                assertThat(customer.get(Saves.path(site, document)).json().path("rev").asLong())
                        .isEqualTo(seen.path("rev").asLong() + 1);
            }
        }
    }
}
