package dev.plat.chassis.problem;

import dev.plat.chassis.money.Minor;
import dev.plat.chassis.money.Sum;
import dev.plat.chassis.ticket.Caller;
import dev.plat.schemas.PlatException;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/** Addresses that fail in every way a controller can. */
@Controller
@ExecuteOn(TaskExecutors.BLOCKING)
final class ProbeController {

    @Post("/api/v1/probe")
    Probe take(@Body Probe probe) {
        return probe;
    }

    @Post("/api/v1/probe/bill")
    Sum bill(@Body Bill bill) {
        return new Sum(bill.total().amount() + bill.rows().size(), bill.total().currency());
    }

    @Get("/api/v1/probe/empty")
    Empty empty() {
        return new Empty(List.of(), "", List.of());
    }

    @Get("/api/v1/probe/broken")
    String broken() {
        return Integer.toString("dev.plat.Secret at /srv/secret".charAt(99));
    }

    @Get("/api/v1/probe/person")
    String person(Caller.Person person) {
        return person.toString();
    }

    @Get("/internal/v1/probe")
    String internal() {
        return "for services only";
    }

    @Serdeable
    record Probe(String name, int count) {

        Probe {
            if (count < 0) {
                throw PlatException.invalidField("count", count, "0 or more");
            }
        }
    }

    @Serdeable
    record Bill(Sum total, List<Row> rows) {}

    @Serdeable
    record Row(Minor minor) {}

    @Serdeable
    record Empty(List<String> sites, String path, List<Probe> removed) {}
}
