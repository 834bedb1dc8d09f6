package io.github.redescent.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Losses of constant predictors, against numbers computed by hand. */
class LabelMomentsTest {
    private static final double ROUNDING = 1e-12;

    @Test
    void evenClassesHaveTheLogarithmOfTheirNumber() {
        LabelMoments seen = LabelMoments.NONE
                .plus(3, new double[] {1, 1, 1}, new double[] {1, 1, 1})
                .plus(3, new double[] {1, 1, 1}, new double[] {1, 1, 1});

        assertThat(seen.rows()).isEqualTo(6);
        assertThat(seen.entropy()).isCloseTo(Math.log(3), within(ROUNDING));
    }

    @Test
    void aClassThatNeverComesAddsNothing() {
        LabelMoments seen = LabelMoments.NONE.plus(4, new double[] {4, 0}, new double[] {4, 0});

        assertThat(seen.entropy()).isZero();
        assertThat(seen.binaryEntropy()).isZero();
    }

    @Test
    void columnsOfYesAndNoAddUp() {
        LabelMoments seen = LabelMoments.NONE.plus(4, new double[] {2, 2}, new double[] {2, 2});

        assertThat(seen.binaryEntropy()).isCloseTo(2 * Math.log(2), within(ROUNDING));
    }

    @Test
    void varianceIsThatOfTheTargets() {
        LabelMoments seen = LabelMoments.NONE.plus(2, new double[] {4}, new double[] {10}); // 1 and 3

        assertThat(seen.variance()).isEqualTo(1);
    }
}
