package io.github.redescent.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LearningRateTest {
    @Test
    void stepsMultiplyFromTheMilestoneOn() {
        LearningRate rate = LearningRate.steps(0.8, 0.5, List.of(10L, 20L));

        assertThat(new double[] {rate.at(0), rate.at(9), rate.at(10), rate.at(19), rate.at(20)})
                .containsExactly(0.8, 0.8, 0.4, 0.4, 0.2);
    }

    @Test
    void exponentialMultipliesAtEveryUpdate() {
        assertThat(LearningRate.exponential(1, 0.5).at(3)).isEqualTo(0.125);
    }

    @Test
    void cosineFallsToItsEndAndStays() {
        LearningRate rate = LearningRate.cosine(1, 100).withEnd(0.1);

        assertThat(rate.at(0)).isEqualTo(1);
        assertThat(rate.at(50)).isCloseTo(0.55, within(1e-12)); // cos(pi/2) is 6e-17 in double precision
        assertThat(rate.at(100)).isEqualTo(0.1);
        assertThat(rate.at(5_000)).isEqualTo(0.1);
    }

    @Test
    void warmUpRisesLinearlyAndThenBeginsTheScheduleBehindIt() {
        LearningRate rate = LearningRate.exponential(1, 0.5).afterWarmUp(3);

        assertThat(new double[] {rate.at(0), rate.at(1), rate.at(2), rate.at(3), rate.at(4)})
                .containsExactly(0.25, 0.5, 0.75, 1, 0.5);
    }

    @Test
    void onlyTheHostKnowsItsOwnSchedule() {
        LearningRate rate = LearningRate.host("slow").afterWarmUp(1);

        assertThat(rate.hostName()).isEqualTo("slow");
        assertThat(rate.at(3, (name, step) -> name.equals("slow") ? step : -1)).isEqualTo(2);
        assertThatThrownBy(() -> rate.at(3))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("\"slow\"");
    }

    @Test
    void numbersOutOfRangeAreNamed() {
        assertThatThrownBy(() -> LearningRate.constant(Double.NaN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("learning rate")
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> LearningRate.steps(1, 0.5, List.of(5L, 5L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[5, 5]");
        assertThatThrownBy(() -> LearningRate.cosine(1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("length");
    }
}
