package dev.plat.domains.name;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which names are refused although they are well made.
 *
 * @param platformDomains Plat's own: these and all below are nobody's to claim
 * @param blockedDomains an operator's list: these and all below
 * @param localNames whether names below {@code localhost}, {@code test} and {@code internal} may be
 *     claimed; only where no stranger can reach the cluster
 * @param suffixList the Public Suffix List's file, which an operator renews without a release; null
 *     for the one that was built in
 */
public record NameSettings(
        List<String> platformDomains,
        List<String> blockedDomains,
        boolean localNames,
        @Nullable Path suffixList) {

    public NameSettings {
        platformDomains = List.copyOf(platformDomains);
        blockedDomains = List.copyOf(blockedDomains);
    }
}
