package dev.plat.ops.sandbox.card.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.plat.ops.sandbox.card.desk.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormTest {

    @Test
    void formsAndListsNest() {
        Form form =
                Form.parse(
                        "a[b][0][c]=1&a[b][1][c]=2&expand[]=x&expand[]=y.z&metadata[k]=v%20w&flag=true");

        assertThat(form.form("a").forms("b"))
                .extracting(each -> each.needNumber("c"))
                .containsExactly(1L, 2L);
        assertThat(form.texts("expand")).containsExactly("x", "y.z");
        assertThat(form.metadata()).containsEntry("k", "v w");
        assertThat(form.flag("flag")).isTrue();
        form.nothingElse();
    }

    @Test
    void whatNobodyReadIsRefused() {
        Form form = Form.parse("a[b]=1&a[c]=2");
        form.form("a").need("b");

        assertThatThrownBy(form::nothingElse)
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("a[c]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=%zz",
                "a=%00",
                "metadata[%00]=1",
                "a[b=1",
                "a=1&a[b]=2",
                "a[b][c][d][e][f][g]=1",
                "a=4539148803436467",
                "a=4539 1488 0343 6467"
            })
    void aFormThatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> Form.parse(text))
                .isInstanceOf(Refusal.class)
                .hasMessageNotContaining("6467");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1.5", "", "99999999999999999999"})
    void aNumberIsWhole(String text) {
        Form form = Form.parse("amount=" + text);

        assertThatThrownBy(() -> form.needNumber("amount"))
                .isInstanceOf(Refusal.class)
                .hasMessageMatching("(Invalid integer|Missing required param): .*");
    }

    @Test
    void anIdOrATimeIsNoCardNumber() {
        assertThat(Digits.mayBeCard("1764000000000")).isFalse();
        assertThat(Digits.mayBeCard("4539148803436468")).isFalse();
        assertThat(Digits.mayBeCard("453914880343646x")).isFalse();
    }
}
