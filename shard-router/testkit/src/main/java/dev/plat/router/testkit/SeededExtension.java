package dev.plat.router.testkit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/** What {@link SeededTest} does. */
final class SeededExtension implements InvocationInterceptor, ParameterResolver {

    private static final String IT =
            "-Pfull -Dtest=none -Dfailsafe.failIfNoSpecifiedTests=false -Dit.test=";
    private static final List<Integer> SHORTER = List.of(0, 1, 2, 3, 5, 8, 13, 21, 55, 144);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Seed.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return new Seed(0, Seed.UNLIMITED);
    }

    @Override
    public void interceptTestMethod(
            Invocation<Void> invocation,
            ReflectiveInvocationContext<Method> call,
            ExtensionContext context)
            throws Throwable {
        invocation.skip();
        String given = System.getProperty("plat.seed", "");
        if (!given.isEmpty()) {
            runOne(call, context, Seed.parse(given));
            return;
        }
        int cases = call.getExecutable().getAnnotation(SeededTest.class).cases();
        SecureRandom source = new SecureRandom();
        for (int i = 0; i < cases; i++) {
            runOne(call, context, new Seed(source.nextLong(), Seed.UNLIMITED));
        }
    }

    private static void runOne(
            ReflectiveInvocationContext<Method> call, ExtensionContext context, Seed seed) {
        Optional<Throwable> failure = failure(call, seed);
        if (failure.isEmpty()) {
            return;
        }
        for (int limit : SHORTER) {
            Seed shorter = seed.limitedTo(limit);
            Optional<Throwable> shortened = failure(call, shorter);
            if (shortened.isPresent()) {
                throw new AssertionError(replay(context, shorter), shortened.get());
            }
        }
        throw new AssertionError(replay(context, seed), failure.get());
    }

    private static Optional<Throwable> failure(
            ReflectiveInvocationContext<Method> call, Seed seed) {
        Object[] arguments =
                call.getArguments().stream()
                        .map(argument -> argument instanceof Seed ? fresh(seed) : argument)
                        .toArray();
        try {
            call.getExecutable().setAccessible(true);
            call.getExecutable().invoke(call.getTarget().orElseThrow(), arguments);
            return Optional.empty();
        } catch (InvocationTargetException e) {
            return Optional.of(Optional.ofNullable(e.getCause()).orElse(e));
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Seed fresh(Seed seed) {
        return Seed.parse(seed.toString());
    }

    private static String replay(ExtensionContext context, Seed seed) {
        String test =
                context.getRequiredTestClass().getSimpleName()
                        + "#"
                        + context.getRequiredTestMethod().getName();
        boolean fast = context.getRequiredTestClass().getSimpleName().endsWith("Test");
        return "replay: mvn -pl "
                + module()
                + " -am verify "
                + (fast ? "-Dtest=" : IT)
                + test
                + " -Dsurefire.failIfNoSpecifiedTests=false -Dplat.seed="
                + seed;
    }

    private static String module() {
        Path here = Path.of("").toAbsolutePath();
        String home = System.getProperty("plat.home", "");
        return home.isEmpty() ? here.toString() : Path.of(home).relativize(here).toString();
    }
}
