package dev.plat.domains.certificate;

import dev.plat.chassis.seal.KeySealer;
import dev.plat.router.core.ControlPoints;
import dev.plat.router.core.Router;
import dev.plat.schemas.IdGenerator;
import java.time.InstantSource;

/** What every order is worked on with. */
record OrderParts(
        Router router,
        ChallengePublisher publisher,
        KeySealer sealer,
        SigningRequests requests,
        IdGenerator ids,
        IssuedEvents events,
        OrderGate gate,
        InstantSource clock,
        ControlPoints points,
        OrderPace pace,
        OrderSql orders,
        ChallengeSql challenges,
        CertificateSql certificates) {}
