package dev.plat.hosting;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import org.jspecify.annotations.Nullable;

/**
 * The visitors' port of this process, under {@code plat.edge.*}.
 *
 * @param bind address to listen on
 * @param port 0 takes a free one
 * @param publicPort port in the URLs that publishers are told; null for the one listened on
 * @param cacheBytes of published content on this node's disk
 * @param reserveBytes left free on that disk
 */
@ConfigurationProperties("plat.edge")
record EdgeConfig(
        @Bindable(defaultValue = "127.0.0.1") String bind,
        @Bindable(defaultValue = "0") int port,
        @Nullable Integer publicPort,
        @Bindable(defaultValue = "8589934592") long cacheBytes,
        @Bindable(defaultValue = "268435456") long reserveBytes) {}
