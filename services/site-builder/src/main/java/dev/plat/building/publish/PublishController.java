package dev.plat.building.publish;

import dev.plat.chassis.ticket.Caller;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;

/** The publish button. */
@Controller("/api/v1/sites/{site}/publish")
@ExecuteOn(TaskExecutors.BLOCKING)
final class PublishController {

    private final Publisher publisher;

    PublishController(Publisher publisher) {
        this.publisher = publisher;
    }

    @Post
    Answer publish(Caller.Person person, String site) {
        Publisher.Published live = publisher.publish(Id.parse(IdKind.SITE, site), person.account());
        return new Answer(
                live.publication().toString(), live.generation(), live.release(), live.url());
    }

    /** A site that has just gone live. */
    @Serdeable
    record Answer(String publication, long generation, String release, String url) {}
}
