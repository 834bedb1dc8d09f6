package io.github.redescent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.redescent.control.Action.RedrawWeights;
import io.github.redescent.control.Action.Restore;
import io.github.redescent.control.Action.SetRateFactor;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Span;
import io.github.redescent.parameter.ParameterSelector;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GreedyRateTest {
    private static final GreedyRate QUICK = GreedyRate.defaults()
            .onTrainingLoss(1)
            .withSmoothing(1)
            .withPatience(2)
            .withFactor(0.5);

    static List<PlateauOracle> huggingFace() {
        return PlateauOracle.read("huggingface-greedy-lr.json");
    }

    private static GreedyRate like(PlateauOracle oracle) {
        return GreedyRate.defaults()
                .withImprovement(oracle.improvement())
                .withFactor(oracle.number("factor"))
                .withPatience(oracle.whole("patience"))
                .withCooldown(oracle.whole("cooldown"))
                .withWarmup(oracle.whole("warmup"))
                .withSmoothing(oracle.settings().get("smooth").getAsBoolean() ? oracle.whole("window_size") : 1)
                .withBounds(oracle.number("min_lr") / oracle.first(), oracle.number("max_lr") / oracle.first())
                .withResetAfter(oracle.whole("reset_start"));
    }

    @ParameterizedTest
    @MethodSource("huggingFace")
    void ratesAreThoseOfHuggingFace(PlateauOracle oracle) {
        Played played = Played.of(
                like(oracle).onTrainingLoss(1),
                oracle.metrics().size(),
                oracle.first(),
                i -> Played.step(i, oracle.metrics().get(i - 1)));

        for (int i = 0; i < oracle.rates().size(); i++) {
            // Factors are multiplied here, rates there: rounding.
            assertThat(played.rates().get(i))
                    .as("after " + i)
                    .isCloseTo(
                            oracle.rates().get(i), within(1e-12 * oracle.rates().get(i)));
        }
    }

    @Test
    void aFallingLossRaisesTheRateUpToTheBound() {
        Played played = Played.of(QUICK.withBounds(0.1, 4), 30, 1, i -> Played.step(i, 100 - i));

        assertThat(played.steps()).containsExactly(3L, 6L);
        assertThat(played.rates().get(29)).isEqualTo(4);
        assertThat(played.decisions().get(0).because().sentence())
                .isEqualTo("training loss 97, better 3 times in a row, patience 2 → rate factor 1 → 2");
    }

    @Test
    void itStartsOverWhereTheLowestRateDoesNotHelp() {
        Played played = Played.of(QUICK.withBounds(0.5, 4).withResetAfter(2), 10, 1, i -> Played.step(i, 1));

        // 4: lowered to the bound, which came to nothing once; 7: twice; the new best is the first value after it.
        assertThat(played.steps()).containsExactly(4L, 7L);
        assertThat(played.rates().get(6)).isEqualTo(1);
    }

    @Test
    void aValidationLossIsFollowedAtEpochsAndMissedWhereThereIsNone() {
        Played followed =
                Played.of(QUICK.onValidationLoss(), 10, 1, i -> Played.epoch(10L * i, i, OptionalDouble.of(100 - i)));
        Played missed =
                Played.of(QUICK.onValidationLoss(), 10, 1, i -> Played.epoch(10L * i, i, OptionalDouble.empty()));

        assertThat(followed.steps()).containsExactly(30L, 60L, 90L);
        assertThat(missed.steps()).containsExactly(30L);
    }

    @Test
    void weightsDrawnAnewStartOverAndRestoredOnesKeepTheRate() {
        Observation redrawn = Played.step(10, 50).withApplied(List.of(new RedrawWeights(ParameterSelector.all(), 1)));
        Observation restored = Played.step(10, 50).withApplied(List.of(new Restore(ParameterSelector.all(), "best")));

        Played afterRedraw = Played.of(QUICK, 11, 1, i -> i == 10 ? redrawn : Played.step(i, 100 - i));
        Played afterRestore = Played.of(QUICK, 11, 1, i -> i == 10 ? restored : Played.step(i, 100 - i));

        assertThat(afterRedraw.decisions().get(3).actions())
                .containsExactly(new SetRateFactor(ParameterSelector.all(), 1, Span.LASTING));
        assertThat(afterRestore.steps()).containsExactly(3L, 6L, 9L);
        assertThat(afterRestore.rates().get(10)).isEqualTo(8);
    }

    @Test
    void aSavedRunGoesOnWithTheSameDecisions() {
        GreedyRate policy = QUICK.withSmoothing(4).withWarmup(1).withCooldown(2).withResetAfter(2);

        Played straight = Played.of(policy, 300, 1, GreedyRateTest::noisy);

        assertThat(Played.resumed(policy, 300, 1, GreedyRateTest::noisy)).isEqualTo(straight);
        assertThat(straight.decisions()).hasSizeGreaterThan(5);
    }

    private static Observation noisy(int i) {
        return Played.step(i, Math.exp(-i / 50.0) + 0.05 * Math.sin(i * 12.9898));
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertThatThrownBy(() -> QUICK.withFactor(0)).hasMessageContaining("(0, 1), got 0.0");
        assertThatThrownBy(() -> QUICK.withBounds(0, 2)).hasMessageContaining("minimum must be in (0, 1], got 0.0");
        assertThatThrownBy(() -> QUICK.withBounds(0.1, 0.5)).hasMessageContaining("maximum");
        assertThatThrownBy(() -> QUICK.withSmoothing(0)).hasMessageContaining("[1, 1024], got 0");
        assertThatThrownBy(() -> QUICK.withResetAfter(0)).hasMessageContaining("resetAfter");
        assertThatThrownBy(() -> QUICK.withPatience(-1)).hasMessageContaining("patience");
        assertThatThrownBy(() -> QUICK.withWarmup(-1)).hasMessageContaining("warmup");
        assertThatThrownBy(() -> QUICK.withCooldown(-1)).hasMessageContaining("cooldown");
    }
}
