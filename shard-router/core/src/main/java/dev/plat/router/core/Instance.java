package dev.plat.router.core;

import java.time.Instant;

/**
 * A live process of a service; gone from the registry when its process is.
 *
 * @param service {@code site-builder}, {@code hosting}, {@code resource-store}, …
 * @param name unique among the instances of the service
 * @param address {@code host:port} where other services call it over HTTP, with {@value #TLS}
 *     before it where it takes TLS only
 * @param started by its own clock
 */
public record Instance(String service, String name, String address, Instant started) {

    public static final String TLS = "https://";

    /** What paths follow: {@code http://host:port} or {@code https://host:port}. */
    public String origin() {
        return address.startsWith(TLS) ? address : "http://" + address;
    }
}
