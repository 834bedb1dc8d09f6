package io.github.redescent.range;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LearningRateRangeTestTest {
    private static final LearningRateRangeTest TEST =
            LearningRateRangeTest.defaults().withRates(1e-5, 10);

    /** Gradient descent on c·θ²/2 in 20 dimensions, c from 0.1 to 2, with noisy losses: stable below a rate of 1. */
    private static final class Quadratic implements RangeProbe {
        private final double[] weights = new double[20];
        private final double noise;
        private final List<Double> rates = new ArrayList<>();
        private final int seed;
        private boolean closed;

        private Quadratic(int seed, double noise) {
            this.seed = seed;
            this.noise = noise;
            for (int i = 0; i < weights.length; i++) {
                weights[i] = 1 + 0.5 * Math.sin(seed + 3.7 * i);
            }
        }

        @Override
        public double update(double rate) {
            double loss = noise * Math.sin(rates.size() * 12.9898 + seed);
            for (int i = 0; i < weights.length; i++) {
                double curvature = 0.1 * (i + 1);
                loss += curvature * weights[i] * weights[i] / 2;
                weights[i] -= rate * curvature * weights[i];
            }
            rates.add(rate);
            return loss;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    private static RangeCurve curve(int seed, double noise) {
        return TEST.run(new Quadratic(seed, noise), point -> {});
    }

    @Test
    void theRateRisesGeometrically() {
        assertThat(TEST.rate(0)).isEqualTo(1e-5);
        assertThat(TEST.rate(199)).isCloseTo(10, within(1e-12));
        assertThat(TEST.rate(100) / TEST.rate(99)).isCloseTo(Math.pow(1e6, 1.0 / 199), within(1e-12));
    }

    @Test
    void aLossBelongsToTheRateOfTheUpdateBeforeIt() {
        Quadratic probe = new Quadratic(1, 0);
        RangeCurve curve = TEST.withRates(0.1, 0.2).withSteps(20).run(probe, point -> {});
        Quadratic again = new Quadratic(1, 0);

        assertThat(curve.first()).isEqualTo(again.update(0.1));
        assertThat(curve.points().get(0).loss()).isEqualTo(again.update(0.1));
        assertThat(curve.points()).hasSize(20);
        assertThat(probe.closed).isTrue();
    }

    @Test
    void itStopsAtFourTimesTheBest() {
        RangeCurve curve = curve(1, 0);

        double best = curve.points().stream()
                .mapToDouble(RangeCurve.Point::smoothed)
                .min()
                .orElseThrow();
        RangeCurve.Point last = curve.points().get(curve.points().size() - 1);
        assertThat(curve.end()).isEqualTo(RangeCurve.End.ROSE);
        assertThat(last.smoothed()).isGreaterThan(4 * best);
        assertThat(last.rate()).isBetween(1.0, 9.0);
        assertThat(curve.points()).hasSizeLessThan(200);
    }

    @Test
    void itStopsWhereTheLossIsNoNumber() {
        RangeProbe bursting = new RangeProbe() {
            @Override
            public double update(double rate) {
                return rate > 0.1 ? Double.NaN : 1;
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };

        RangeCurve curve = TEST.run(bursting, point -> {});

        assertThat(curve.end()).isEqualTo(RangeCurve.End.NOT_FINITE);
        assertThat(curve.suggest()).isEmpty();
    }

    @Test
    void suggestedRatesLearnAndAreStable() {
        List<RangeCurve> curves =
                IntStream.rangeClosed(1, 5).mapToObj(seed -> curve(seed, 0.5)).toList();

        RangeSuggestion suggestion = RangeSuggestion.of(curves).orElseThrow();

        // With curvatures up to 2 gradient descent diverges from a rate of 1 on; below 0.005 it hardly moves in 200
        // steps.
        assertThat(suggestion.low()).isBetween(0.005, 0.2);
        assertThat(suggestion.high()).isLessThan(1);
        assertThat(suggestion.rate()).isBetween(suggestion.low(), suggestion.high());
        assertThat(suggestion.describe()).contains("5 of 5 seeds");
    }

    @Test
    void nothingIsSuggestedWhereTheLossNeverFalls() {
        RangeCurve flat =
                LearningRateRangeTest.defaults().withRates(1e-9, 1e-7).run(new Quadratic(1, 0.5), point -> {});

        assertThat(flat.end()).isEqualTo(RangeCurve.End.RAN_OUT);
        assertThat(RangeSuggestion.of(List.of(flat))).isEqualTo(Optional.empty());
    }

    @Test
    void aProgressBarSeesEveryPoint() {
        List<RangeCurve.Point> seen = new ArrayList<>();

        RangeCurve curve = TEST.run(new Quadratic(1, 0), seen::add);

        assertThat(seen).isEqualTo(curve.points());
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertThatThrownBy(() -> TEST.withRates(1, 0.1)).hasMessageContaining("got 1.0 to 0.1; try 1e-7 to 10");
        assertThatThrownBy(() -> TEST.withSteps(19)).hasMessageContaining("at least 20, got 19");
        assertThatThrownBy(() -> TEST.withSmoothing(1)).hasMessageContaining("smoothing");
        assertThatThrownBy(() -> TEST.withStopFactor(1)).hasMessageContaining("stopFactor");
        assertThatThrownBy(() -> RangeSuggestion.of(List.of())).hasMessageContaining("at least one curve");
    }
}
