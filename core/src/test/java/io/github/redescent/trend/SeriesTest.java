package io.github.redescent.trend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SeriesTest {
    @Test
    void appendKeepsTheNewest() {
        Series series = Series.of(1, 2, 3);

        assertThat(series.append(4, 3)).isEqualTo(Series.of(2, 3, 4));
        assertThat(series.append(4, 10)).isEqualTo(Series.of(1, 2, 3, 4));
        assertThat(series).isEqualTo(Series.of(1, 2, 3));
    }

    @Test
    void endsAndSummariesAreThoseOfTheNumbers() {
        Series series = Series.of(3, 1, 2, 10);

        assertThat(series.first(2)).isEqualTo(Series.of(3, 1));
        assertThat(series.last(2)).isEqualTo(Series.of(2, 10));
        assertThat(series.median()).isEqualTo(2.5);
        assertThat(series.mean()).isEqualTo(4);
        assertThat(series.countAbove(2)).isEqualTo(2);
        assertThat(series.plusLine(0.5)).isEqualTo(Series.of(3, 1.5, 3, 11.5));
    }

    @Test
    void nothingHasNoMedianAndNoMean() {
        assertThatThrownBy(() -> Series.of().median()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> Series.of().mean()).isInstanceOf(IllegalStateException.class);
    }
}
