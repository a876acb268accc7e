package dev.plat.router.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Gives a test class real servers, handed to constructors and methods as {@link PostgresServers},
 * {@link ZooKeeperServer} and {@link RedisServer}. A server starts on first use and is shared by
 * all classes of the JVM; each class gets databases, a ZooKeeper chroot and a Redis database and
 * prefix of its own. Roles, settings and crashes concern a whole server: such a test asks for
 * {@link #own}.
 *
 * <p>{@code -Dplat.test.servers=embedded|testcontainers}, {@code -Dplat.test.postgres=18|15}.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(ServersExtension.class)
public @interface Servers {

    /** How many PostgreSQL servers. */
    int postgres() default 0;

    /** Stands in the names of the class's databases. */
    String tier() default "test";

    /** 0 or 1. */
    int zookeeper() default 0;

    /** 0 or 1. */
    int redis() default 0;

    /** Servers for this class alone, which it may stop, crash and restart. */
    boolean own() default false;

    /** PostgreSQL settings as {@code name=value}; need {@link #own}. fsync is off by default. */
    String[] settings() default {};

    /** PostgreSQL's major version; 0 is what {@code -Dplat.test.postgres} says. */
    int postgresVersion() default 0;

    /** Major versions of the single servers, in their order; the others are as above. */
    int[] postgresVersions() default {};
}
