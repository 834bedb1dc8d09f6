package io.github.redescent.region;

import static io.github.redescent.region.Losses.LIMITS;
import static io.github.redescent.region.Losses.LN10;
import static io.github.redescent.region.Losses.at;
import static io.github.redescent.region.Losses.feed;
import static io.github.redescent.region.Losses.fresh;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.redescent.control.Measurement;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.Rate;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class AttemptTest {
    private static final OptionalDouble NONE = OptionalDouble.empty();

    @Test
    void lengthsScaleWithThePlannedStepsAndHaveAFloor() {
        assertThat(Lengths.of(LIMITS, OptionalLong.of(4000))).isEqualTo(new Lengths(500, 250, 8));
        assertThat(Lengths.of(LIMITS, OptionalLong.of(300))).isEqualTo(new Lengths(100, 50, 2));
        assertThat(Lengths.of(LIMITS, OptionalLong.empty())).isEqualTo(new Lengths(256, 128, 4));
    }

    @Test
    void blocksHoldMeansAndKeepOneWindow() {
        Attempt attempt = feed(fresh(), 150, step -> step);

        assertThat(attempt.blocks().fine().size()).isEqualTo(50);
        assertThat(attempt.blocks().fine().get(49)).isEqualTo(149.5);
        assertThat(attempt.blocks().coarse().size()).isEqualTo(9);
        assertThat(attempt.blocks().coarse().get(0)).isEqualTo(8.5);
    }

    @Test
    void stepsThatJumpCompleteABlockEach() {
        Attempt attempt = fresh();
        for (int step = 10; step <= 1000; step += 10) {
            attempt = attempt.append(at(step, 1), path -> true, LIMITS);
        }

        assertThat(attempt.blocks().completed()).isEqualTo(100);
        assertThat(attempt.blocks().end()).isEqualTo(1002);
    }

    @Test
    void aRisingRateKeepsAnAttemptFromBeingRipe() {
        Attempt rising = fresh();
        for (int step = 1; step <= 300; step++) {
            Map<String, Rate> rates = Map.of("all", Rate.scheduled(Math.min(200, step)));
            rising = rising.append(Observation.step(step, 0, 2, rates), path -> true, LIMITS);
            assertThat(rising.isRipe()).isEqualTo(step == 300);
        }
    }

    @Test
    void theChanceLossIsWantedDuringTheFirstWindowOnly() {
        Measurement chance = Measurement.total(Quantity.CONSTANT_LOSS);

        assertThat(fresh().wants(1, LIMITS, NONE)).containsExactly(chance);
        assertThat(feed(fresh(), 90, step -> 1).wants(91, LIMITS, NONE)).contains(chance);
        assertThat(feed(fresh(), 100, step -> 1).wants(101, LIMITS, NONE)).isEmpty();
    }

    @Test
    void gradientsAreWantedRarelyAndNotAtAGoodLevel() {
        Measurement zeros = Measurement.perTensor(Quantity.ZERO_GRADIENTS);

        assertThat(feed(fresh(), 1, step -> LN10).wants(2, LIMITS, NONE)).contains(zeros);
        assertThat(feed(fresh(), 127, step -> LN10).wants(128, LIMITS, NONE)).contains(zeros);
        assertThat(feed(fresh(), 128, step -> LN10).wants(129, LIMITS, NONE)).isEmpty();
        assertThat(feed(fresh(), 127, step -> 0.4).wants(128, LIMITS, OptionalDouble.of(0.5)))
                .isEmpty();
    }

    @Test
    void theNextAttemptKnowsTheChanceLossAndStartsWithoutLosses() {
        Attempt attempt = fresh().append(Losses.withChance(1, 2), path -> true, LIMITS);

        assertThat(attempt.next().chance()).hasValue(LN10);
        assertThat(attempt.next().begin()).isEqualTo(1);
        assertThat(attempt.next().head().isEmpty()).isTrue();
    }
}
