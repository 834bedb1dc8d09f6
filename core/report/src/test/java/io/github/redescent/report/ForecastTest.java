package io.github.redescent.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.Random;
import java.util.function.LongToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ForecastTest {
    @Test
    void anExponentialDecayIsGoneOnWith() {
        Forecast forecast = Forecast.of(
                        seen(600, step -> 2 * Math.exp(-step / 400.0)).all(), 1200)
                .orElseThrow();

        assertThat(forecast.step()).first().isEqualTo(600L);
        assertThat(forecast.step()).last().isEqualTo(1200L);
        // A hundredth: block means of an exponential are not quite on it.
        assertThat(forecast.middle().get(24)).isCloseTo(2 * Math.exp(-3), within(0.01));
    }

    @Test
    void theBandHoldsTheTruthMostTimes() {
        long held = IntStream.range(0, 200)
                .mapToObj(Random::new)
                .map(random -> Forecast.of(
                        seen(600, step -> 2.3 + 0.1 * random.nextGaussian()).all(), 1200))
                .map(Optional::orElseThrow)
                .filter(band -> band.low().get(24) < 2.3 && band.high().get(24) > 2.3)
                .count();

        // Four in five, give or take three standard errors; twelve blocks give Sen's bounds a little less.
        assertThat(held).isBetween(143L, 185L);
    }

    @Test
    void negativeLossesGoOnInAStraightLine() {
        Forecast forecast =
                Forecast.of(seen(600, step -> -step / 100.0).all(), 1200).orElseThrow();

        assertThat(forecast.middle().get(24)).isCloseTo(-12, within(0.1));
    }

    @Test
    void tooLittleForecastsNothing() {
        assertThat(Forecast.of(seen(60, step -> 1).all(), 1200)).isEmpty();
        assertThat(Forecast.of(seen(600, step -> 1).all(), 600)).isEmpty();
    }

    private static Buckets seen(int steps, LongToDoubleFunction loss) {
        Buckets buckets = new Buckets(2048);
        for (int step = 1; step <= steps; step++) {
            buckets.add(step, 0, loss.applyAsDouble(step));
        }
        return buckets;
    }
}
