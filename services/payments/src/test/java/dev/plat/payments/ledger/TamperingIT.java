package dev.plat.payments.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.plat.payments.ledger.verify.Finding;
import dev.plat.router.testkit.PostgresServers;
import dev.plat.router.testkit.Servers;
import dev.plat.schemas.Bucket;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows changed by somebody for whom no trigger fires. That every kind of change is found shows
 * VerifierTest; this, that the rows a server gives out are those it looks at.
 */
@Servers(postgres = 1, tier = "payments")
final class TamperingIT extends BooksOnAServer {

    TamperingIT(PostgresServers servers) {
        super(servers);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a journal sums to zero|2|UPDATE entry SET amount = amount + 1, next = next + 1 WHERE bucket = $b AND seq = 2 AND line = 1",
                "an account is gapless|3|UPDATE entry SET prev = prev + 1, next = next + 1 WHERE bucket = $b AND seq = 3 AND line = 2",
                "whole journals|2|DELETE FROM entry WHERE bucket = $b AND seq = 2 AND line = 1",
                "whole journals|3|DELETE FROM entry WHERE bucket = $b AND seq = 3",
                "whole journals|2|DELETE FROM journal WHERE bucket = $b AND seq = 2",
                "the head is the last journal|3|WITH e AS (DELETE FROM entry WHERE bucket = $b AND seq = 4) DELETE FROM journal WHERE bucket = $b AND seq = 4",
                "whole journals|3|UPDATE entry SET account_id = 77 WHERE bucket = $b AND seq = 3 AND line = 1",
                "journals are gapless|2|WITH e AS (DELETE FROM entry WHERE bucket = $b AND seq = 2) DELETE FROM journal WHERE bucket = $b AND seq = 2",
                "the chain holds|2|UPDATE journal SET tx_key = 'other' WHERE bucket = $b AND seq = 2",
                "the chain holds|4|UPDATE journal SET kind = 'fee' WHERE bucket = $b AND seq = 4",
                "the chain holds|2|UPDATE journal SET occurred_at = occurred_at + interval '1 microsecond' WHERE bucket = $b AND seq = 2",
                "the chain holds|2|UPDATE journal SET recorded_at = recorded_at - interval '1 microsecond' WHERE bucket = $b AND seq = 2",
                "the chain holds|1|UPDATE journal SET hash = sha256('x') WHERE bucket = $b AND seq = 1",
                "a reversal undoes its journal|4|UPDATE journal SET reverses = 2 WHERE bucket = $b AND seq = 4",
                "the chain holds|1|UPDATE ledger_account SET subject = 'acct_2' WHERE bucket = $b AND kind = 'receivable'",
                "the chain holds|1|UPDATE ledger_account SET currency = 'USD' WHERE bucket = $b",
                "a balance is the sum of its entries: provider:stripe|4|UPDATE ledger_account SET balance = balance + 1 WHERE bucket = $b AND kind = 'provider'",
                "the head is the last journal|4|UPDATE ledger_head SET seq = 3 WHERE bucket = $b",
                "the head is the last journal|4|DELETE FROM ledger_head WHERE bucket = $b"
            })
    void theFirstWrongRowIsNamed(String tampering) throws SQLException {
        String[] part = tampering.split("\\|", 3);
        Bucket bucket = bucket();
        post(bucket, capture("c1", 5));
        post(bucket, capture("c2", 7));
        post(bucket, capture("c3", 9));
        post(bucket, router.read(bucket, tx -> ledger.reversal(tx, 3, "r1", NOW)));
        intact(bucket, 4);

        try (Connection connection = tier.intruder();
                Statement statement = connection.createStatement()) {
            statement.execute(part[2].replace("$b", Integer.toString(bucket.number())));
        }

        List<Finding> findings = tier.verify(bucket).findings();
        assertThat(findings)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.rule()).isEqualTo(part[0]);
                    assertThat(finding.seq()).isEqualTo(Long.parseLong(part[1]));
                    assertThat(finding.bucket()).isEqualTo(bucket.number());
                });
    }
}
