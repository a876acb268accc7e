package dev.plat.domains.registration;

import dev.plat.domains.claim.Ownership;
import dev.plat.router.core.Router;
import dev.plat.schemas.Id;
import jakarta.inject.Singleton;

/** Whose names are bought here, from the account's own bucket. */
@Singleton
final class RegisteredNames implements Ownership {

    private final Router router;
    private final RegistrationSql registrations = new RegistrationSql();

    RegisteredNames(Router router) {
        this.router = router;
    }

    @Override
    public boolean has(Id account, String registeredDomain) {
        return router.read(account, tx -> registrations.has(tx, account, registeredDomain));
    }
}
