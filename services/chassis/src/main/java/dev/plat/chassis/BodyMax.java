package dev.plat.chassis;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How many bytes a controller method's body may have, where it is not {@link
 * BodyLimitFilter#JSON_MAX}.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface BodyMax {

    /** A document of the editor or the list of a release's files. */
    long DOCUMENT = 2L << 20;

    /** A picture, or one file of a release; nothing larger is taken. */
    long RAW = 20L << 20;

    /** Bytes. */
    long value();
}
