package io.github.redescent.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ThresholdsTest {
    @Test
    void aBuilderThatChangesNothingGivesTheSame() {
        assertThat(Thresholds.defaults().toBuilder().build()).isEqualTo(Thresholds.defaults());
    }

    @Test
    void aConstantOutOfRangeIsNamed() {
        assertThatThrownBy(() -> Thresholds.defaults().toBuilder().margin(1.5).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("margin must be in (0, 1); try 0.05, got 1.5");
    }
}
