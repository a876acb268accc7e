package dev.plat.building.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.schemas.ErrorCode;
import dev.plat.schemas.PlatException;
import org.junit.jupiter.api.Test;

class PasswordHasherTest {

    private static final String PEPPER = "ab".repeat(32);
    private final PasswordHasher hasher = new PasswordHasher(PEPPER, 2);

    @Test
    void aPasswordMatchesItsOwnHashAndNoOther() {
        String phc = hasher.hash("correct horse battery");

        assertThat(phc).matches("\\$argon2id\\$v=19\\$m=19456,t=2,p=1\\$[\\w+/]{22}\\$[\\w+/]{43}");
        assertThat(hasher.matches("correct horse battery", phc)).isTrue();
        assertThat(hasher.matches("correct horse batterz", phc)).isFalse();
        assertThat(hasher.hash("correct horse battery")).as("each has its salt").isNotEqualTo(phc);
    }

    @Test
    void withoutThePepperNothingMatches() {
        String phc = new PasswordHasher("cd".repeat(32), 2).hash("correct horse battery");

        assertThat(hasher.matches("correct horse battery", phc)).isFalse();
    }

    @Test
    void whoFindsNoMemoryIsToldThatWeAreBusy() {
        PasswordHasher full = new PasswordHasher(PEPPER, 0);

        assertThatThrownBy(() -> full.hash("correct horse battery"))
                .isInstanceOfSatisfying(
                        PlatException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.SIGN_IN_BUSY));
    }

    @Test
    void aHashOfUnknownFormIsOurFault() {
        assertThatThrownBy(() -> hasher.matches("x", "$2a$10$abc"))
                .isInstanceOfSatisfying(
                        PlatException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL));
    }
}
