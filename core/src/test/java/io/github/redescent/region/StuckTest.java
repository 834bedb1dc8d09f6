package io.github.redescent.region;

import static io.github.redescent.region.Losses.LN10;
import static io.github.redescent.region.Losses.noisy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class StuckTest {
    private static final OptionalDouble UNKNOWN = OptionalDouble.empty();

    @Test
    void aLossThatStaysAtChanceIsStuckOnceGraceAndWindowAreOver() {
        Losses.Found found =
                Losses.first(true, UNKNOWN, 800, noisy(1, 0.02, step -> LN10)).orElseThrow();

        assertThat(found.finding().verdict()).isEqualTo(Verdict.STUCK);
        assertThat(found.finding().certainty()).isEqualTo(Finding.Certainty.CERTAIN);
        assertThat(found.step()).isBetween(150L, 200L);
        assertThat(found.finding().because().sentence())
                .matches("loss 2\\.3\\d?, no decrease over \\d+ steps \\(p [\\d.]+\\), chance 2\\.28");
    }

    @Test
    void aFallingLossAtABadLevelIsHealthy() {
        assertThat(Losses.first(true, UNKNOWN, 800, noisy(1, 0.1, step -> 4 - 0.002 * step)))
                .isEmpty();
    }

    @Test
    void aFlatLossBelowChanceIsHealthy() {
        assertThat(Losses.first(true, UNKNOWN, 800, noisy(1, 0.05, step -> step < 30 ? LN10 : 2.1)))
                .isEmpty();
    }

    @Test
    void aFlatLossAboveTheAcceptableOneIsStuck() {
        Losses.Found found = Losses.first(
                        true, OptionalDouble.of(0.5), 800, noisy(1, 0.1, step -> step < 30 ? LN10 : 1.1))
                .orElseThrow();

        assertThat(found.finding().because().sentence()).endsWith("acceptable 0.5");
    }

    @Test
    void aFlatLossOfUnknownQualityIsOnlySuspected() {
        Optional<Losses.Found> found = Losses.first(false, UNKNOWN, 800, noisy(1, 0.02, step -> LN10));

        assertThat(found.orElseThrow().finding().certainty()).isEqualTo(Finding.Certainty.SUSPECTED);
    }

    @Test
    void aModelThatKnewSomethingAtTheStartIsNotStuck() {
        assertThat(Losses.first(true, UNKNOWN, 800, noisy(1, 0.02, step -> step < 100 ? 0.4 : 2.4)))
                .isEmpty();
    }

    @Test
    void aFastLearnerDidNotKnowItAtTheStart() {
        assertThat(Losses.first(true, UNKNOWN, 800, step -> step > 300 ? 2.31 : 0.5 + 2 * Math.exp((1 - step) / 4.0)))
                .isPresent();
    }

    @Test
    void noiseDelaysTheVerdict() {
        long quiet = Losses.first(true, UNKNOWN, 800, noisy(3, 0.02, step -> 3))
                .orElseThrow()
                .step();
        long loud = Losses.first(true, UNKNOWN, 800, noisy(3, 0.4, step -> 3))
                .orElseThrow()
                .step();

        assertThat(loud).isGreaterThan(quiet);
    }
}
