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
        assertThatThrownBy(() ->
                        Thresholds.defaults().toBuilder().significance(0.7).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("significance must be in (0, 0.5); try 0.01, got 0.7");
    }
}
