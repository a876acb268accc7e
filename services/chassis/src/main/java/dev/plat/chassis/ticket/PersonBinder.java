package dev.plat.chassis.ticket;

import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Gives a controller its {@link Caller.Person}; a service or a stranger gets {@code
 * sign-in-required}.
 */
@Singleton
final class PersonBinder implements TypedRequestArgumentBinder<Caller.Person> {

    @Override
    public Argument<Caller.Person> argumentType() {
        return Argument.of(Caller.Person.class);
    }

    @Override
    public BindingResult<Caller.Person> bind(
            ArgumentConversionContext<Caller.Person> context, HttpRequest<?> source) {
        Caller.Person person =
                source.getAttribute(CallerFilter.ATTRIBUTE, Caller.Person.class)
                        .orElseThrow(() -> CallerBinder.refusal(source));
        return () -> Optional.of(person);
    }
}
