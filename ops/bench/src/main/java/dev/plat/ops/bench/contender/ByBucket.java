package dev.plat.ops.bench.contender;

import java.util.Collection;
import org.apache.shardingsphere.sharding.api.sharding.standard.PreciseShardingValue;
import org.apache.shardingsphere.sharding.api.sharding.standard.RangeShardingValue;
import org.apache.shardingsphere.sharding.api.sharding.standard.StandardShardingAlgorithm;

/**
 * ShardingSphere's way from a bucket to a shard, which it makes by this name: a division, as the
 * bare pools have it. Its own MOD serves only tables that it names itself, its INLINE runs Groovy.
 */
public final class ByBucket implements StandardShardingAlgorithm<Comparable<?>> {

    static final String SHARD = "shard_";

    @Override
    public String doSharding(
            Collection<String> shards, PreciseShardingValue<Comparable<?>> bucket) {
        if (bucket.getValue() instanceof Number number) {
            return SHARD + number.intValue() % shards.size();
        }
        throw new IllegalArgumentException("a bucket is a number, found " + bucket.getValue());
    }

    @Override
    public Collection<String> doSharding(
            Collection<String> shards, RangeShardingValue<Comparable<?>> buckets) {
        return shards;
    }
}
