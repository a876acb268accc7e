package dev.plat.building.pages;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.serde.annotation.Serdeable;
import org.jspecify.annotations.Nullable;

/** Tells the dashboard where the other services are. */
@Controller("/api/v1/services")
final class NeighbourController {

    private final NeighbourSettings neighbours;

    NeighbourController(NeighbourSettings neighbours) {
        this.neighbours = neighbours;
    }

    @Get
    Services services() {
        return new Services(neighbours.domainsOrigin(), neighbours.checkoutOrigin());
    }

    /** Origins; null for a service that is not offered. */
    @Serdeable
    record Services(@Nullable String domains, @Nullable String checkout) {}
}
