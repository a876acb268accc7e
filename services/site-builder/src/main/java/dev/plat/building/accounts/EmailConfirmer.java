package dev.plat.building.accounts;

import dev.plat.chassis.outbox.OutboxConsumer;
import dev.plat.schemas.Bucket;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.Name;
import dev.plat.schemas.NameKind;
import jakarta.inject.Singleton;
import java.util.Map;

/** The last step of a sign-up, in the name's bucket. */
@Singleton
final class EmailConfirmer implements OutboxConsumer {

    static final String TOPIC = "email.confirm";

    private final EmailNames names;

    EmailConfirmer(EmailNames names) {
        this.names = names;
    }

    @Override
    public String topic() {
        return TOPIC;
    }

    @Override
    public void accept(Bucket bucket, Map<String, Object> payload) {
        Name email = new Name(NameKind.EMAIL, String.valueOf(payload.get("email")));
        names.confirm(email, Id.parse(IdKind.ACCOUNT, String.valueOf(payload.get("account"))));
    }
}
