package dev.plat.resources.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.resources.blob.Sha256;
import dev.plat.schemas.Id;
import dev.plat.schemas.IdKind;
import dev.plat.schemas.PlatException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KeyDerivationTest {

    private static final String ROOT = "0123456789abcdef".repeat(4);
    private static final Id SITE = site("0190a0a0-a0a0-8abc-8000-000000000001");
    private static final Id OTHER = site("0190a0a0-a0a0-8abc-8000-000000000002");
    private static final Sha256 CONTENT = Sha256.of(new byte[] {1, 2, 3});

    private final KeyDerivation keys = new KeyDerivation(ROOT);

    @Test
    void theSameBytesInTheSameSiteAlwaysGiveTheSameKey() {
        // Computed with another program and written down: a derivation that changes would lose
        // every resource.
        assertThat(keys.keyOf(SITE, CONTENT).hex())
                .isEqualTo("ee5532d55055952b13c1083f09dbd867c0618d66c57f8a7775238266b03e9653")
                .isEqualTo(new KeyDerivation(ROOT).keyOf(SITE, CONTENT).hex());
    }

    @Test
    void anotherSiteAnotherContentAndAnotherRootGiveOtherKeys() {
        assertThat(keys.keyOf(OTHER, CONTENT)).isNotEqualTo(keys.keyOf(SITE, CONTENT));
        assertThat(keys.keyOf(SITE, Sha256.of(new byte[0])))
                .isNotEqualTo(keys.keyOf(SITE, CONTENT));
        assertThat(new KeyDerivation("ff".repeat(32)).keyOf(SITE, CONTENT))
                .isNotEqualTo(keys.keyOf(SITE, CONTENT));
    }

    @Test
    void aShortRootSecretIsRefusedAtStart() {
        assertThatThrownBy(() -> new KeyDerivation("00".repeat(31)))
                .isInstanceOf(PlatException.class);
    }

    private static Id site(String uuid) {
        return new Id(IdKind.SITE, UUID.fromString(uuid));
    }
}
