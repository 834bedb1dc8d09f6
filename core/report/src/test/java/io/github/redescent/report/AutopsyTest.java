package io.github.redescent.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.redescent.control.Measurements;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AutopsyTest {
    private final BlackBox box = BlackBox.measuringEvery(1);
    private final Random noise = new Random(5);

    @Test
    void theBatchAndTheLayerThatStoodOutAreNamed() {
        for (int step = 1; step <= 300; step++) {
            observe(step, step == 250 ? 9 : 1, step == 250 ? 80 : 1);
        }

        Autopsy autopsy = Autopsy.of(box);

        assertThat(autopsy.step()).isEqualTo(250);
        assertThat(autopsy.sentence())
                .startsWith("step 250, batch 50 of its epoch: ")
                .contains("Adam", "SGD");
        assertThat(autopsy.rows())
                .extracting(Autopsy.Row::what)
                .contains("loss", "gradient", "gradient of head/W")
                .doesNotContain("gradient of stem/W");
        assertThat(autopsy.toString()).contains("measured", "usual", "deviations");
    }

    @Test
    void ofManyBrokenStepsTheFirstIsToBlame() {
        for (int step = 1; step <= 100; step++) {
            observe(step, step >= 90 ? Double.NaN : 1, step >= 89 ? Double.NaN : 1);
        }

        Autopsy autopsy = Autopsy.of(box);

        assertThat(autopsy.step()).isEqualTo(89);
        assertThat(autopsy.sentence()).contains("gradient", "NaN", "only a reset");
    }

    @Test
    void usualNoiseIsNoFinding() {
        for (int step = 1; step <= 300; step++) {
            observe(step, 1, 1);
        }

        assertThat(Autopsy.of(box).hasFindings()).isFalse();
        assertThat(Autopsy.of(box).sentence()).contains("nothing stood out", "256 steps");
    }

    @Test
    void withoutStepsThereIsNothingToSay() {
        assertThat(Autopsy.of(box).toString()).isEqualTo("nothing was observed");
        assertThatThrownBy(() -> BlackBox.measuringEvery(0)).hasMessageContaining("at least 1, got 0");
    }

    @Test
    void oneGradientAHundredTimesTheUsualIsRememberedForTwelveHundredSteps() {
        assertThat(AdamMemory.rateAfter(100)).isCloseTo(0.3015, within(1e-4));
        assertThat(AdamMemory.stepsToHalf(100)).isEqualTo(1204);
        assertThat(AdamMemory.rateAfter(1)).isEqualTo(1);
        assertThat(AdamMemory.stepsToHalf(10)).isZero();
    }

    @Test
    void aRestartAfterNonFiniteLossesIsExamined() {
        RunCollector collector = new RunCollector("run");
        WatchedRun run = new WatchedRun(WatchedRun.RESTART, new CollectingWatcher(collector));

        for (int i = 0; i < 400; i++) {
            run.step(i >= 300 ? Double.NaN : 2 / (1 + i / 100.0) + 0.05 * noise.nextGaussian());
        }

        RunView view = collector.view(collector.standing());
        assertThat(view.marks()).isNotEmpty();
        assertThat(view.marks().get(0).autopsy()).contains("step 301", "loss", "NaN");
    }

    private void observe(long step, double loss, double gradient) {
        double small = 1 + 0.02 * noise.nextGaussian();
        box.observed(Observation.step(step, (int) ((step - 1) / 200), loss * small, Map.of())
                .withMeasured(Measurements.builder()
                        .total(Quantity.GRADIENT_NORM, gradient * small)
                        .perTensor(
                                Quantity.GRADIENT_NORM,
                                Map.of("stem/W", 1 + 0.02 * noise.nextGaussian(), "head/W", gradient * small))
                        .build()));
    }
}
