package dev.plat.domains;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which names may be claimed here, under {@code plat.names.*}.
 *
 * @param platformDomains Plat's own beside the domain of published sites
 * @param blockedDomains an operator's list
 * @param localNames whether names below {@code localhost}, {@code test} and {@code internal} may be
 *     claimed; only on a machine that no stranger reaches
 * @param suffixList file of the Public Suffix List; null for the one built in
 */
@ConfigurationProperties("plat.names")
record NamePolicy(
        @Bindable(defaultValue = "") List<String> platformDomains,
        @Bindable(defaultValue = "") List<String> blockedDomains,
        @Bindable(defaultValue = "false") boolean localNames,
        @Nullable Path suffixList) {}
