package dev.plat.ops.sandbox.registry.book;

import java.util.Collections;
import java.util.List;

/** RFC 5730's queue: the head is told until it is acknowledged. */
final class PollCommands {

    private final State state;

    PollCommands(State state) {
        this.state = state;
    }

    Answer poll(Request request) {
        List<State.Message> queue = state.queue(request.registrar());
        return request.op().equals("req") ? tell(request, queue) : acknowledge(request, queue);
    }

    private static Answer tell(Request request, List<State.Message> queue) {
        boolean changed = false;
        if (request.plays(Script.POLL_LOSE) && !queue.isEmpty()) {
            queue.removeFirst();
            changed = true;
        }
        if (request.plays(Script.POLL_SHUFFLE)) {
            Collections.reverse(queue);
            changed = true;
        }
        if (queue.isEmpty()) {
            return new Answer(1300, "", null, List.of(), List.of(), changed);
        }
        State.Message head = queue.getFirst();
        return new Answer(
                1301,
                "",
                new Answer.Queued(queue.size(), head.id(), head.at(), head.text()),
                head.data(),
                List.of(),
                changed);
    }

    /** By id, not by place: a queue may have been told in another order. */
    private static Answer acknowledge(Request request, List<State.Message> queue) {
        String id = request.object().attribute("msgID", "");
        if (id.isEmpty()) {
            throw new Refusal(2003, "msgID");
        }
        boolean there = queue.stream().anyMatch(message -> message.id().equals(id));
        if (!there) {
            throw new Refusal(2303, "no message " + id);
        }
        if (!request.plays(Script.POLL_DUPLICATE)) {
            queue.removeIf(message -> message.id().equals(id));
        }
        return new Answer(
                1000,
                "",
                new Answer.Queued(queue.size(), id, null, ""),
                List.of(),
                List.of(),
                true);
    }
}
