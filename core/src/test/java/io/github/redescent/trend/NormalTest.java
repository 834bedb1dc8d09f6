package io.github.redescent.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalTest {
    @ParameterizedTest
    @CsvSource({"0, 0.5", "1.6448536, 0.05", "2.3263479, 0.01", "-1, 0.8413447", "5, 2.8665157e-7"})
    void tailAndQuantileAgreeWithTables(double z, double probability) {
        // the approximation promises a relative error of 1.2e-7; the table has 8 digits
        assertThat(Normal.upperTail(z)).isCloseTo(probability, within(2e-7 * probability + 1e-9));
        assertThat(Normal.upperQuantile(probability)).isCloseTo(z, within(1e-6));
    }

    @Test
    void aQuantileOfZeroIsRefused() {
        assertThatThrownBy(() -> Normal.upperQuantile(0)).hasMessageContaining("(0, 1), got 0.0");
    }
}
