package dev.plat.domains.registrar;

import java.util.List;
import java.util.Optional;

/**
 * A name to be registered.
 *
 * @param name an A-label below one of the registry's suffixes
 * @param years 1 to 10
 * @param servers name servers that the registry knows already
 * @param owner a contact that the registry knows, as the next two; empty where it wants none
 * @param code this order's own; by it the name is recognised later
 * @param price what was agreed on, where the registry tells prices
 */
public record Purchase(
        String name,
        int years,
        List<String> servers,
        Optional<String> owner,
        Optional<String> admin,
        Optional<String> tech,
        List<Ds> ds,
        Secret code,
        Optional<Price> price) {

    public Purchase {
        servers = List.copyOf(servers);
        ds = List.copyOf(ds);
    }

    /** Without contacts, name servers and DS records. */
    public static Purchase bare(String name, int years, Secret code) {
        return new Purchase(
                name,
                years,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                code,
                Optional.empty());
    }

    /** Delegated to these, which the registry knows. */
    public Purchase servedBy(List<String> others) {
        return new Purchase(name, years, others, owner, admin, tech, ds, code, price);
    }
}
