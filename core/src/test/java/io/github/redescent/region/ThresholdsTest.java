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

    @Test
    void aBudgetOfFalseAlarmsChoosesAmongThem() {
        assertThat(Thresholds.forFalseAlarms(0.5)).isEqualTo(Thresholds.defaults());
        assertThat(Thresholds.forFalseAlarms(0.7)).isEqualTo(Thresholds.defaults());
        assertThat(Thresholds.forFalseAlarms(0.01).gainErrors())
                .isGreaterThan(Thresholds.defaults().gainErrors());
        assertThat(Thresholds.forFalseAlarms(5).gainErrors())
                .isLessThan(Thresholds.defaults().gainErrors());
        assertThatThrownBy(() -> Thresholds.forFalseAlarms(0))
                .hasMessage("falseAlarms must be in (0, 100] per hundred runs; try 0.5, got 0.0");
    }
}
