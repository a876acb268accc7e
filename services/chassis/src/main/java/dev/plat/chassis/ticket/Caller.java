package dev.plat.chassis.ticket;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.Id;
import dev.plat.schemas.PlatException;
import java.util.Optional;

/** Who sent a request; a controller takes it, or {@link Person} alone, as an argument. */
public sealed interface Caller {

    /** A signed-in person, checked against revocation. */
    record Person(Id account, Id session, long epoch) implements Caller {}

    /**
     * Another process of the cluster.
     *
     * @param name the service, from its ticket
     * @param actingFor the account in whose name it acts, where there is one
     */
    record Service(String name, Optional<Id> actingFor) implements Caller {}

    /**
     * The account behind the call.
     *
     * @throws PlatException {@code sign-in-required} from a service that acts for nobody
     */
    default Id account() {
        return behind().orElseThrow(() ->
                new PlatException(
                        ErrorCode.SIGN_IN_REQUIRED,
                        "This is about an account: name the one that is acted for."));
    }

    /** The account behind the call, where there is one. */
    default Optional<Id> behind() {
        return switch (this) {
            case Person person -> Optional.of(person.account());
            case Service service -> service.actingFor();
        };
    }
}
