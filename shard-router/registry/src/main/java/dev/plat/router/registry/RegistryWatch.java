package dev.plat.router.registry;

import dev.plat.schemas.Tier;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.recipes.watch.PersistentWatcher;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;

/**
 * Persistent recursive watches on what a process follows, and on nothing else: the copies of moves
 * and the orders change many times a second and are for people.
 */
final class RegistryWatch implements AutoCloseable {

    private final List<PersistentWatcher> watchers = new ArrayList<>();

    /**
     * @param changed is given each path that was made, changed or removed
     * @param set is told each time a watch stands anew: what happened before it is not known
     */
    RegistryWatch(
            CuratorFramework client,
            Layout layout,
            Set<Tier> tiers,
            Consumer<String> changed,
            Runnable set) {
        List<String> followed = new ArrayList<>(List.of(layout.format(), layout.services()));
        for (Tier tier : tiers) {
            followed.add(layout.nodes(tier));
            followed.add(layout.map(tier));
        }
        for (String path : followed) {
            var watcher = new PersistentWatcher(client, path, true);
            watcher.getListenable().addListener(event -> tell(event, changed));
            watcher.getResetListenable().addListener(set);
            watchers.add(watcher);
        }
    }

    void start() {
        watchers.forEach(PersistentWatcher::start);
    }

    @Override
    public void close() {
        watchers.forEach(PersistentWatcher::close);
    }

    private static void tell(WatchedEvent event, Consumer<String> changed) {
        String path = event.getPath();
        if (event.getType() != Watcher.Event.EventType.None && path != null) {
            changed.accept(path);
        }
    }
}
