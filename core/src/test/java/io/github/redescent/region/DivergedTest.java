package io.github.redescent.region;

import static io.github.redescent.region.Losses.LIMITS;
import static io.github.redescent.region.Losses.feed;
import static io.github.redescent.region.Losses.fresh;
import static io.github.redescent.region.Losses.noisy;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class DivergedTest {
    @Test
    void aLossThatGrowsWithoutBoundHasDiverged() {
        Attempt attempt = feed(fresh(), 100, step -> 2 * Math.exp(0.03 * step));

        assertThat(Diverged.find(attempt, LIMITS).orElseThrow().verdict()).isEqualTo(Verdict.DIVERGED);
        assertThat(Diverged.find(attempt, LIMITS).orElseThrow().because().sentence())
                .matches("loss \\S+ rose from \\S+ and stays above \\S+");
    }

    @Test
    void anExplosionInTheSecondStepHasDiverged() {
        assertThat(everFound(noisy(1, 4, step -> step == 1 ? 2.3 : 50), 60)).isTrue();
    }

    @Test
    void aHighStartThatFallsHasNot() {
        assertThat(everFound(noisy(1, 3, step -> 1 + 40 * Math.exp(-step / 200.0)), 800))
                .isFalse();
    }

    @Test
    void aSpikeThatComesBackHasNot() {
        assertThat(everFound(noisy(1, 0.05, step -> 0.5 + (step > 200 ? 30 * Math.exp(-(step - 200) / 15.0) : 0)), 800))
                .isFalse();
    }

    @Test
    void negativeLossesAreComparedByDistanceFromTheBest() {
        IntToDoubleFunction healthy = noisy(1, 0.1, step -> -3 * (1 - Math.exp(-step / 50.0)));
        IntToDoubleFunction fluctuating = step -> healthy.applyAsDouble(step) + (step > 300 ? 1 : 0);
        IntToDoubleFunction diverging = step -> healthy.applyAsDouble(step) + (step > 300 ? 8 : 0);

        assertThat(everFound(fluctuating, 400)).isFalse();
        assertThat(everFound(diverging, 400)).isTrue();
    }

    private static boolean everFound(IntToDoubleFunction loss, int steps) {
        Attempt attempt = fresh();
        boolean found = false;
        for (int step = 1; step <= steps; step++) {
            attempt = attempt.append(Losses.at(step, loss.applyAsDouble(step)), path -> true, LIMITS);
            found |= Diverged.find(attempt, LIMITS).isPresent();
        }
        return found;
    }
}
