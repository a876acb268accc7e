package dev.plat.router.postgres;

import dev.plat.router.core.ControlPoints;
import java.time.Duration;

/**
 * How a process uses the shards of its tier.
 *
 * @param applicationName what {@code pg_stat_activity} shows
 * @param appPassword of {@code plat_app}
 * @param scanPassword of {@code plat_scan}
 * @param socketsMax connections of this process to all shards together; also how many calls run at
 *     the same time, the others queue until their deadline
 * @param patience the deadline of a call that brings none
 * @param points where a test may stop a call; {@link ControlPoints#NONE} in production
 */
public record PostgresSettings(
        String applicationName,
        String appPassword,
        String scanPassword,
        int socketsMax,
        Duration patience,
        ControlPoints points) {

    public static final int SOCKETS_MAX = 60;
    public static final Duration PATIENCE = Duration.ofSeconds(10);

    public PostgresSettings {
        if (socketsMax < 2) {
            throw new IllegalArgumentException("socketsMax: 2 or more, found " + socketsMax);
        }
    }

    /** With the usual limits. */
    public static PostgresSettings of(
            String applicationName, String appPassword, String scanPassword) {
        return new PostgresSettings(
                applicationName,
                appPassword,
                scanPassword,
                SOCKETS_MAX,
                PATIENCE,
                ControlPoints.NONE);
    }

    public PostgresSettings withSocketsMax(int sockets) {
        return new PostgresSettings(
                applicationName, appPassword, scanPassword, sockets, patience, points);
    }

    public PostgresSettings withPatience(Duration limit) {
        return new PostgresSettings(
                applicationName, appPassword, scanPassword, socketsMax, limit, points);
    }

    public PostgresSettings withPoints(ControlPoints others) {
        return new PostgresSettings(
                applicationName, appPassword, scanPassword, socketsMax, patience, others);
    }

    /** Never in a log. */
    @Override
    public String toString() {
        return "PostgresSettings[" + applicationName + ", " + socketsMax + " sockets]";
    }
}
