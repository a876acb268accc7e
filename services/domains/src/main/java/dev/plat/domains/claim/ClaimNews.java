package dev.plat.domains.claim;

import dev.plat.chassis.outbox.OutboxConsumer;
import dev.plat.router.core.Router;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;

/** Finishes, from outbox rows, what a process began and did not live to end. */
final class ClaimNews {

    private ClaimNews() {}

    /** A site's wish goes to the name's bucket, if the site still has it. */
    @Singleton
    static final class Wanted implements OutboxConsumer {

        private final Router router;
        private final ClaimStore store;
        private final BindingSql bindings = new BindingSql();

        Wanted(Router router, ClaimStore store) {
            this.router = router;
            this.store = store;
        }

        @Override
        public String topic() {
            return Journal.WANTED;
        }

        @Override
        public void accept(Bucket bucket, Map<String, Object> payload) {
            Id site = Id.parse(IdKind.SITE, text(payload, "site"));
            String name = text(payload, "name");
            router.read(site, tx -> bindings.find(tx, site, name))
                    .filter(Binding::live)
                    .ifPresent(store::open);
        }
    }

    /** A claim that ended in one bucket ends in the others. */
    @Singleton
    static final class Ended implements OutboxConsumer {

        private final ClaimStore store;

        Ended(ClaimStore store) {
            this.store = store;
        }

        @Override
        public String topic() {
            return Journal.ENDED;
        }

        @Override
        public void accept(Bucket bucket, Map<String, Object> payload) {
            Binding ended =
                    new Binding(
                            Id.parse(IdKind.SITE, text(payload, "site")),
                            text(payload, "name"),
                            Id.parse(IdKind.ACCOUNT, text(payload, "account")),
                            Id.parse(IdKind.CLAIM, text(payload, "claim")),
                            ((Number) payload.getOrDefault("generation", 0)).intValue(),
                            Binding.State.RELEASED,
                            null,
                            Instant.EPOCH);
            store.end(ended, text(payload, "reason"));
        }
    }

    private static String text(Map<String, Object> payload, String key) {
        return String.valueOf(payload.get(key));
    }
}
