package io.github.redescent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.redescent.control.Measurements;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.region.Flatness;
import io.github.redescent.region.Lengths;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.LongToDoubleFunction;
import org.junit.jupiter.api.Test;

/** When triggers fire, and for which steps they want sizes. */
class CourseTest {
    private static final OnPlateau PLATEAU = Trigger.onPlateau();

    private Course course = Course.startingAfter(0, Optional.of(Lengths.of(PLATEAU.limits(), OptionalLong.empty())));
    private final Since since = course.since();
    private final List<Long> wanted = new ArrayList<>();

    @Test
    void stepsAreCountedFromTheBeginningAndMeasuredJustBefore() {
        Course late = Course.startingAfter(1000, Optional.empty());
        AtStep trigger = Trigger.atStep(20);

        assertThat(trigger.fires(new Watch(late.since(), late.see(step(1019, 0, 1)), Projection.NONE)))
                .isEmpty();
        assertThat(trigger.fires(new Watch(late.since(), late.see(step(1020, 0, 1)), Projection.NONE)))
                .isPresent();
        assertThat(trigger.wants(1012, new Watch(late.since(), late, Projection.NONE)))
                .isEmpty();
        assertThat(trigger.wants(1013, new Watch(late.since(), late, Projection.NONE)))
                .isEqualTo(Sizes.WANTED);
    }

    @Test
    void epochsAreCountedFromTheFirstThatWasSeen() {
        AfterEpochs trigger = Trigger.afterEpochs(2);

        assertThat(fires(trigger, step(1, 5, 1))).isFalse();
        assertThat(fires(trigger, epoch(30, 6, OptionalDouble.empty()))).isFalse();
        assertThat(fires(trigger, step(31, 6, 1))).isFalse();
        assertThat(fires(trigger, epoch(60, 7, OptionalDouble.empty()))).isTrue();
    }

    @Test
    void sizesAreWantedAtTheEndOfTheEpochByTheLengthOfTheOneBefore() {
        epochs(Trigger.afterEpochs(2), 30, 2);

        assertThat(wanted).containsExactly(53L, 54L, 55L, 56L, 57L, 58L, 59L, 60L);
    }

    @Test
    void aFirstEpochOfUnknownLengthIsMeasuredThroughout() {
        epochs(Trigger.afterEpochs(1), 5, 1);

        assertThat(wanted).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void aFlatLossIsAPlateauAndAFallingOneIsNot() {
        assertThat(firstFlat(step -> 1 + 0.05 * noise(step))).isEqualTo(384); // grace and window, rounded to blocks
        course = fresh();
        assertThat(firstFlat(step -> 1 / Math.sqrt((double) step) + 0.05 * noise(step)))
                .isEqualTo(-1);
        course = fresh();
        assertThat(firstFlat(step -> Math.max(1, 3 - step / 300.0) + 0.05 * noise(step)))
                .isBetween(600L, 1100L);
    }

    @Test
    void sizesAreWantedBeforeAVerdictMayFall() {
        firstFlat(step -> 1 + 0.05 * noise(step));

        assertThat(wanted).containsExactly(377L, 378L, 379L, 380L, 381L, 382L, 383L, 384L);
    }

    @Test
    void validationLossesTakeOver() {
        for (int epoch = 1; epoch <= 7; epoch++) {
            assertThat(fires(PLATEAU, epoch(10L * epoch, epoch, OptionalDouble.of(0.5 + 0.001 * noise(epoch)))))
                    .isFalse();
        }
        assertThat(fires(PLATEAU, step(75, 7, 1))).isFalse();
        assertThat(fires(PLATEAU, epoch(80, 8, OptionalDouble.of(0.5)))).isTrue();
        assertThat(fires(PLATEAU, step(81, 8, 1))).isFalse();
        course = course.rebased();
        assertThat(fires(PLATEAU, epoch(81, 8, OptionalDouble.empty()))).isFalse();
    }

    @Test
    void aFallingValidationLossIsNoPlateau() {
        for (int epoch = 1; epoch <= 20; epoch++) {
            assertThat(fires(PLATEAU, epoch(10L * epoch, epoch, OptionalDouble.of(1.0 / epoch))))
                    .isFalse();
        }
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertThatThrownBy(() -> Trigger.afterEpochs(0)).hasMessageContaining("at least 1, got 0");
        assertThatThrownBy(() -> Trigger.atStep(0)).hasMessageContaining("at least 1, got 0");
        assertThatThrownBy(() -> PLATEAU.withValidations(5)).hasMessageContaining("[6, 32], got 5");
        assertThatThrownBy(() -> PLATEAU.withLimits(Flatness.defaults().withImprovement(0)))
                .hasMessageContaining("improvement");
    }

    private static Course fresh() {
        return Course.startingAfter(0, Optional.of(Lengths.of(PLATEAU.limits(), OptionalLong.empty())));
    }

    private static double noise(long step) {
        return Math.sin(step * 12.9898) * Math.cos(step * 78.233);
    }

    private long firstFlat(LongToDoubleFunction loss) {
        for (long step = 1; step <= 2000; step++) {
            if (!PLATEAU.wants(step, watch()).isEmpty()) {
                wanted.add(step);
            }
            if (fires(PLATEAU, step(step, 0, loss.applyAsDouble(step)))) {
                return step;
            }
        }
        return -1;
    }

    private void epochs(Trigger trigger, int length, int count) {
        for (int i = 1; i <= length * count; i++) {
            if (!trigger.wants(i, watch()).isEmpty()) {
                wanted.add((long) i);
            }
            fires(trigger, step(i, (i - 1) / length, 1));
            if (i % length == 0) {
                fires(trigger, epoch(i, i / length, OptionalDouble.empty()));
            }
        }
    }

    private boolean fires(Trigger trigger, Observation now) {
        course = course.see(now);
        return trigger.fires(watch()).isPresent();
    }

    private Watch watch() {
        return new Watch(since, course, Projection.NONE);
    }

    private static Observation step(long step, int epoch, double loss) {
        return Observation.step(step, epoch, loss, Map.of());
    }

    private static Observation epoch(long step, int epoch, OptionalDouble validation) {
        return new Observation(Moment.EPOCH, step, epoch, 1, validation, Map.of(), Measurements.none(), List.of());
    }
}
