package dev.plat.domains.claim;

import dev.plat.router.core.Router;
import dev.plat.router.core.Tx;
import dev.plat.schemas.Id;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whom names serve, for those who tell hosting.
 *
 * <p>Threads: safe; blocking.
 */
@Singleton
public final class HeldHosts {

    private final Router router;
    private final Entropy entropy;
    private final HostSql hosts = new HostSql();
    private final ClaimSql claims = new ClaimSql();
    private final NameHoldSql names = new NameHoldSql();

    HeldHosts(Router router, Entropy entropy) {
        this.router = router;
        this.entropy = entropy;
    }

    /**
     * What hosting shall know.
     *
     * @param version rises with every change of whom the name serves
     * @param site null when nobody is to be served
     * @param redirectTo where visitors are sent; null: they see the site
     * @param leaving it is off, and who comes next waits until every node has heard of it
     */
    public record Standing(
            String name,
            long version,
            @Nullable Id site,
            @Nullable String redirectTo,
            boolean leaving) {}

    /** Empty for a name that nobody ever held. */
    public Optional<Standing> find(String name) {
        return router.read(ClaimStore.key(name), tx -> hosts.find(tx, name))
                .map(HeldHosts::standing);
    }

    /**
     * Every node has heard that this version is off: whoever has proven the name may hold it now.
     *
     * @return false when another version is there by now, or it was known
     */
    public boolean confirmOff(String name, long version) {
        return router.write(ClaimStore.key(name), tx -> confirmOff(tx, name, version));
    }

    private boolean confirmOff(Tx tx, String name, long version) throws SQLException {
        // Claims are locked before the host, by everybody.
        claims.hasten(tx, name, entropy.now());
        Host host = hosts.lock(tx, name).orElse(null);
        Host.Holder last = host == null ? null : host.holder();
        if (host == null
                || last == null
                || host.version() != version
                || host.state() != Host.State.LEAVING) {
            return false;
        }
        hosts.put(tx, host.off(entropy.now()));
        names.free(tx, name, last.claim());
        return true;
    }

    private static Standing standing(Host host) {
        Host.Holder holder = host.state() == Host.State.HELD ? host.holder() : null;
        return new Standing(
                host.name(),
                host.version(),
                holder == null ? null : holder.site(),
                holder == null ? null : holder.redirectTo(),
                host.state() == Host.State.LEAVING);
    }
}
