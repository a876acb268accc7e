package dev.plat.router.registry;

import dev.plat.router.core.BucketMap;
import dev.plat.router.core.Ownership;
import dev.plat.router.core.move.OwnerPublisher;
import dev.plat.router.core.move.WorldAway;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.PlatException;
import dev.plat.schemas.Tier;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.state.ConnectionState;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.data.Stat;
import org.jspecify.annotations.Nullable;

/**
 * Writes one owner at a time, as a cutover makes it. The chunk is kept from the last write, so that
 * usually one compare-and-set is all; when it fails, somebody else wrote, and theirs is merged in.
 *
 * <p>What is kept is forgotten at every loss of the connection: behind it the registry may have
 * been put back to an old state in which the same version number is another content.
 *
 * <p>Threads: safe, blocking; writers of one chunk wait for each other.
 */
final class RegistryOwnerPublisher implements OwnerPublisher {

    private final RegistrySession session;
    private final CuratorFramework client;
    private final Map<String, Chunk> chunks = new ConcurrentHashMap<>();

    RegistryOwnerPublisher(RegistrySession session) {
        this.session = session;
        this.client = session.client();
        client.getConnectionStateListenable().addListener((_, state) -> connectionChanged(state));
    }

    @Override
    public void publish(Tier tier, Bucket bucket, Ownership ownership) {
        int number = bucket.number() / Layout.CHUNK_BUCKETS;
        String path = session.layout().chunk(tier, number);
        Chunk chunk = chunks.computeIfAbsent(path, _ -> new Chunk(tier, number, path));
        try {
            RegistrySession.ask(
                    "publishing " + path,
                    () -> {
                        chunk.publish(bucket, ownership);
                        return path;
                    });
        } catch (PlatException e) {
            throw new WorldAway("the new owner could not be told to the registry", e);
        }
    }

    private void connectionChanged(ConnectionState state) {
        if (state != ConnectionState.CONNECTED) {
            chunks.clear(); // Not the objects but the way to them: one in use is used to its end.
        }
    }

    /** Content and version of one chunk, as read or written last. */
    private record Kept(BucketMap map, int version) {}

    private final class Chunk {

        private final Tier tier;
        private final int number;
        private final String path;
        private final ReentrantLock lock = new ReentrantLock();
        private @Nullable Kept kept;

        Chunk(Tier tier, int number, String path) {
            this.tier = tier;
            this.number = number;
            this.path = path;
        }

        void publish(Bucket bucket, Ownership ownership) throws Exception {
            lock.lockInterruptibly();
            try {
                for (int i = 0; i < RegistrySession.CAS_TRIES; i++) {
                    Kept before = kept == null ? read() : kept;
                    kept = null; // Whatever is thrown below: it is read again.
                    BucketMap after = before.map().with(bucket, ownership);
                    if (after.equals(before.map())) {
                        kept = before;
                        return;
                    }
                    kept = write(before, after);
                    if (kept != null) {
                        return;
                    }
                }
                throw RegistrySession.unavailable("writing " + path);
            } finally {
                lock.unlock();
            }
        }

        private Kept read() throws Exception {
            session.sync(path);
            var found = session.read(path);
            if (found.isEmpty()) {
                session.create(path, Codec.object());
                found = session.read(path);
            }
            var there = found.orElseThrow(() -> RegistrySession.unavailable("reading " + path));
            return new Kept(
                    Codec.merge(BucketMap.empty(tier), there.json()), there.stat().getVersion());
        }

        private @Nullable Kept write(Kept before, BucketMap after) throws Exception {
            try {
                Stat stat =
                        client.setData()
                                .withVersion(before.version())
                                .forPath(path, Codec.write(Codec.of(after, number)));
                return new Kept(after, stat.getVersion());
            } catch (KeeperException.BadVersionException | KeeperException.NoNodeException e) {
                return null;
            }
        }
    }
}
