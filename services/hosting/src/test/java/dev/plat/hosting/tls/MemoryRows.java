package dev.plat.hosting.tls;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Hosting's rows without a tier; counts who asks, and can be down. */
public final class MemoryRows implements CertificateRows {

    public final Map<String, SealedCertificate> rows = new ConcurrentHashMap<>();
    public final AtomicInteger asked = new AtomicInteger();
    public volatile boolean down;

    @Override
    public Optional<SealedCertificate> find(String name) {
        asked.incrementAndGet();
        if (down) {
            throw new PlatException(ErrorCode.TRY_AGAIN, "The tier is down.");
        }
        return Optional.ofNullable(rows.get(name));
    }
}
