package dev.plat.router.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test of many random cases. Its method takes a {@link Seed} and is run once for each case on the
 * same instance; the first failure is shortened and reported with the line that replays it.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Test
@ExtendWith(SeededExtension.class)
public @interface SeededTest {

    int cases() default 100;
}
