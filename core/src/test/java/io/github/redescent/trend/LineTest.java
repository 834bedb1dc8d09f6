package io.github.redescent.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LineTest {
    @Test
    void slopeAndErrorAreThoseOfTheTextbook() {
        Line line = Line.through(Series.of(1, 3, 2, 5)); // residuals 0.1·(−1, 8, −13, 6): squares sum to 2.7

        assertThat(line.slope()).isCloseTo(1.1, within(1e-12));
        assertThat(line.error()).isCloseTo(Math.sqrt(2.7 / 2 / 5), within(1e-12));
    }

    @Test
    void twoPointsHaveNoError() {
        assertThatThrownBy(() -> Line.through(Series.of(1, 2))).hasMessageContaining("at least 3 numbers, got 2");
    }
}
