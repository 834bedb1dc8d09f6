package io.github.redescent.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MannKendallTest {
    @Test
    void aFallingSeriesScoresMinusTheNumberOfPairs() {
        MannKendall test = MannKendall.of(Series.of(5, 4, 3, 2, 1));

        // Var = 5·4·15 / 18 = 16.667; z = (10 − 1) / 4.0825 = 2.2045
        assertThat(test.score()).isEqualTo(-10);
        assertThat(test.deviation()).isCloseTo(4.0825, within(1e-4));
        assertThat(test.decreaseProbability()).isCloseTo(0.01374, within(1e-5));
        assertThat(test.increaseProbability()).isGreaterThan(0.99);
    }

    @Test
    void tiesReduceTheVariance() {
        MannKendall test = MannKendall.of(Series.of(1, 1, 2));

        // Var = (3·2·11 − 2·1·9) / 18 = 2.6667
        assertThat(test.score()).isEqualTo(2);
        assertThat(test.deviation()).isCloseTo(Math.sqrt(8.0 / 3), within(1e-12));
    }

    @Test
    void aConstantSeriesHasNoTrend() {
        MannKendall test = MannKendall.of(Series.of(3, 3, 3, 3));

        assertThat(test.decreaseProbability()).isEqualTo(1);
        assertThat(test.increaseProbability()).isEqualTo(1);
    }

    @Test
    void oneOutlierDoesNotHideADecrease() {
        double[] falling = new double[32];
        for (int i = 0; i < falling.length; i++) {
            falling[i] = 10 - 0.1 * i;
        }
        falling[30] = 1e6;

        assertThat(MannKendall.of(Series.of(falling)).decreaseProbability()).isLessThan(1e-6);
    }
}
