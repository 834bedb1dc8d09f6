package io.github.redescent.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void spreadIsTheScaledMedianDistanceFromTheMedian() {
        // median 3; distances 2, 1, 0, 1, 97; their median 1
        assertThat(Spread.of(Series.of(1, 2, 3, 4, 100))).isCloseTo(1.4826, within(1e-12));
    }

    @Test
    void equalNumbersHaveNoSpread() {
        assertThat(Spread.of(Series.of(2, 2, 2))).isZero();
    }
}
