package dev.plat.domains.registrar;

import java.util.List;
import java.util.Optional;

/**
 * A person as registries want them (RFC 5733); never logged.
 *
 * @param id ours, 3 to 16 characters
 * @param streets 1 to 3 lines
 * @param country two letters
 * @param voice {@code +CC.number}
 */
public record Contact(
        String id,
        String name,
        Optional<String> organisation,
        List<String> streets,
        String city,
        Optional<String> province,
        Optional<String> postcode,
        String country,
        Optional<String> voice,
        String email) {

    public Contact {
        streets = List.copyOf(streets);
    }

    @Override
    public String toString() {
        return "contact " + id;
    }
}
