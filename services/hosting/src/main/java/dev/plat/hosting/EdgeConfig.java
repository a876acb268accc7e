package dev.plat.hosting;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The visitors' port of this process, under {@code plat.edge.*}.
 *
 * @param bind address to listen on
 * @param port 0 takes a free one
 * @param publicPort port in the URLs that publishers are told; null for the one listened on
 * @param tlsPort of TLS; 0 takes a free one
 * @param tlsPublicPort port of TLS in URLs; null for the one listened on
 * @param secureUrls whether publishers are told HTTPS as soon as there is a certificate; not where
 *     its authority is one that browsers do not know
 * @param key file of the hosting tier's private key, which opens the keys of certificates; null for
 *     a node that offers no TLS
 * @param tlsCacheBytes about what certificates ready for use may take in memory
 * @param cacheBytes of published content on this node's disk
 * @param reserveBytes left free on that disk
 */
@ConfigurationProperties("plat.edge")
record EdgeConfig(
        @Bindable(defaultValue = "127.0.0.1") String bind,
        @Bindable(defaultValue = "0") int port,
        @Nullable Integer publicPort,
        @Bindable(defaultValue = "0") int tlsPort,
        @Nullable Integer tlsPublicPort,
        @Bindable(defaultValue = "true") boolean secureUrls,
        @Nullable Path key,
        @Bindable(defaultValue = "268435456") long tlsCacheBytes,
        @Bindable(defaultValue = "8589934592") long cacheBytes,
        @Bindable(defaultValue = "268435456") long reserveBytes) {}
