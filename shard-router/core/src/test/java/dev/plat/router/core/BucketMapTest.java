package dev.plat.router.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.router.testkit.Seed;
import dev.plat.router.testkit.SeededTest;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BucketMapTest {

    @SeededTest(cases = 200)
    void mergingIsCommutativeAssociativeAndIdempotent(Seed seed) {
        BucketMap a = map(seed);
        BucketMap b = map(seed);
        BucketMap c = map(seed);

        assertThat(a.merge(b)).isEqualTo(b.merge(a));
        assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
        assertThat(a.merge(a)).isEqualTo(a);
        assertThat(a.merge(BucketMap.empty(Tier.BUILDING))).isEqualTo(a);
    }

    @SeededTest(cases = 200)
    void theOrderOfDeliveryDoesNotMatter(Seed seed) {
        List<Map.Entry<Bucket, Ownership>> statements =
                new ArrayList<>(map(seed).statements().entrySet());
        statements.addAll(map(seed).statements().entrySet());
        BucketMap one = deliver(statements);

        Collections.shuffle(statements, new Random(seed.random().nextLong()));

        assertThat(deliver(statements)).isEqualTo(one);
    }

    @SeededTest(cases = 100)
    void anEpochNeverGoesBack(Seed seed) {
        BucketMap before = map(seed);
        BucketMap after = before.merge(map(seed));

        before.statements()
                .forEach((bucket, ownership) ->
                        assertThat(after.get(bucket).epoch())
                                .isGreaterThanOrEqualTo(ownership.epoch()));
    }

    @SeededTest(cases = 50)
    void aMapIsMadeOfItsStatements(Seed seed) {
        BucketMap map = map(seed);

        assertThat(BucketMap.of(Tier.BUILDING, map.statements())).isEqualTo(map);
        assertThat(map.placed()).isEqualTo(map.statements().size());
    }

    @Test
    void theFirstPlacementDealsOutEvenlyAndKeepsCopiesApart() {
        BucketMap shards = BucketMap.firstPlacement(Tier.BUILDING, List.of("a", "b", "c"));
        Map<String, Integer> counts = new HashMap<>();
        shards.statements().values().forEach(owner -> counts.merge(owner.shard(), 1, Integer::sum));
        assertThat(counts.values()).allMatch(count -> count == 1365 || count == 1366);

        BucketMap files =
                BucketMap.firstPlacement(Tier.BUILDING_FILES, List.of("a", "b", "c", "d"));
        assertThat(files.statements().values())
                .allSatisfy(owner -> assertThat(owner.nodes()).hasSize(3).doesNotHaveDuplicates());
        assertThatThrownBy(() -> BucketMap.firstPlacement(Tier.BUILDING_FILES, List.of("a", "b")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBucketNobodySpokeOfIsUnplaced() {
        assertThatThrownBy(() -> BucketMap.empty(Tier.BUILDING).get(new Bucket(1)))
                .isInstanceOfSatisfying(
                        PlatException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.BUCKET_UNPLACED));
    }

    private static BucketMap deliver(List<Map.Entry<Bucket, Ownership>> statements) {
        BucketMap map = BucketMap.empty(Tier.BUILDING);
        for (Map.Entry<Bucket, Ownership> statement : statements) {
            map = map.with(statement.getKey(), statement.getValue());
        }
        return map;
    }

    /** Few buckets and epochs, so that statements meet; an epoch names one owner. */
    private static BucketMap map(Seed seed) {
        Map<Bucket, Ownership> statements = new HashMap<>();
        for (int i = seed.length(40); i > 0; i--) {
            int bucket = seed.between(0, 20);
            int epoch = seed.between(1, 6);
            String owner = "shard-" + (bucket * 7 + epoch) % 4;
            statements.put(new Bucket(bucket), new Ownership(epoch, List.of(owner)));
        }
        return BucketMap.of(Tier.BUILDING, statements);
    }
}
