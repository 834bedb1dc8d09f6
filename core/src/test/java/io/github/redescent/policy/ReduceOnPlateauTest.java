package io.github.redescent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.redescent.control.Action.RedrawWeights;
import io.github.redescent.control.Action.ResetState;
import io.github.redescent.control.Action.Restore;
import io.github.redescent.control.Action.SetRateFactor;
import io.github.redescent.control.Action.SkipUpdate;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Observation;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Span;
import io.github.redescent.parameter.ParameterSelector;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReduceOnPlateauTest {
    private static final ReduceOnPlateau QUICK =
            ReduceOnPlateau.defaults().onTrainingLoss(10).withPatience(2);

    static List<PlateauOracle> pytorch() {
        return PlateauOracle.read("pytorch-reduce-on-plateau.json");
    }

    private static ReduceOnPlateau like(PlateauOracle oracle) {
        return ReduceOnPlateau.defaults()
                .withImprovement(oracle.improvement())
                .withFactor(oracle.number("factor"))
                .withPatience(oracle.whole("patience"))
                .withCooldown(oracle.whole("cooldown"))
                .withMinimumRate(oracle.number("min_lr"))
                .withEps(oracle.number("eps"));
    }

    @ParameterizedTest
    @MethodSource("pytorch")
    void ratesAreThoseOfPyTorchOnTheTrainingLoss(PlateauOracle oracle) {
        Played played = Played.of(
                like(oracle).onTrainingLoss(1),
                oracle.metrics().size(),
                oracle.first(),
                i -> Played.step(i, oracle.metrics().get(i - 1)));

        assertSame(played.rates(), oracle.rates());
    }

    @ParameterizedTest
    @MethodSource("pytorch")
    void ratesAreThoseOfPyTorchOnTheValidationLoss(PlateauOracle oracle) {
        Played played = Played.resumed(
                like(oracle).onValidationLoss(),
                oracle.metrics().size(),
                oracle.first(),
                i -> Played.epoch(50L * i, i, OptionalDouble.of(oracle.metrics().get(i - 1))));

        assertSame(played.rates(), oracle.rates());
    }

    private static void assertSame(List<Double> rates, List<Double> oracle) {
        assertThat(rates).hasSameSizeAs(oracle);
        for (int i = 0; i < oracle.size(); i++) {
            // The product of factors is rounded elsewhere than PyTorch's product of rate and factor.
            assertThat(rates.get(i)).as("after " + i).isCloseTo(oracle.get(i), within(1e-12 * oracle.get(i)));
        }
    }

    @Test
    void windowsAreCountedInStepsHoweverFarTheyJump() {
        Played every = Played.of(QUICK, 60, 1, i -> Played.step(i, 1));
        Played jumping = Played.of(QUICK, 12, 1, i -> Played.step(5L * i, 1));

        // The first window sets the best; three more exceed a patience of two.
        assertThat(every.steps()).containsExactly(40L);
        assertThat(jumping.steps()).containsExactly(40L);
    }

    @Test
    void theFactorIsItsOwnAndTheEvidenceSaysWhy() {
        Decision decision =
                Played.of(QUICK, 40, 0.3, i -> Played.step(i, 1)).decisions().get(0);

        assertThat(decision.actions())
                .containsExactly(
                        new SetRateFactor(ParameterSelector.group("body"), 0.1, Span.LASTING),
                        new SetRateFactor(ParameterSelector.group("head"), 0.1, Span.LASTING));
        assertThat(decision.because().sentence())
                .isEqualTo("mean training loss of 10 steps 1, best 1, no better 3 times, patience 2 → rate"
                        + " 0.3 → 0.03 for body, 0.3 → 0.03 for head");
    }

    @Test
    void oneGroupCanBeReducedAlone() {
        ReduceOnPlateau head = QUICK.withTarget(ParameterSelector.group("head"));

        Played played = Played.of(head, 40, 0.3, i -> Played.step(i, 1));

        assertThat(played.rates().get(39)).isEqualTo(0.3);
        assertThat(played.decisions().get(0).actions())
                .containsExactly(new SetRateFactor(ParameterSelector.group("head"), 0.1, Span.LASTING));
        assertThat(head.name()).isNotEqualTo(QUICK.name());
    }

    @Test
    void bestWeightsComeBackAndStateIsResetBeforeTheRateFalls() {
        ReduceOnPlateau policy = QUICK.withGoOnFrom(GoOnFrom.BEST).withReset(ResetMode.FIRST_MOMENT);

        Decision decision =
                Played.of(policy, 40, 1, i -> Played.step(i, 1)).decisions().get(0);

        assertThat(decision.actions().subList(0, 2))
                .containsExactly(
                        new Restore(ParameterSelector.all(), "best"),
                        new ResetState(ParameterSelector.all(), ResetMode.FIRST_MOMENT));
        assertThat(policy.repertoire()).hasSize(3);
    }

    @Test
    void nothingIsRestoredWhereNoLossWasEverFinite() {
        ReduceOnPlateau policy = QUICK.withGoOnFrom(GoOnFrom.BEST);

        Decision decision = Played.of(policy, 40, 1, i -> Played.step(i, Double.NaN))
                .decisions()
                .get(0);

        assertThat(decision.actions()).allMatch(SetRateFactor.class::isInstance);
    }

    @Test
    void weightsDrawnAnewGetTheFullRateAndAFreshCount() {
        Played played = Played.resumed(
                QUICK,
                100,
                1,
                i -> i == 45
                        ? Played.step(i, 5).withApplied(List.of(new RedrawWeights(ParameterSelector.all(), 1)))
                        : Played.step(i, i < 45 ? 1 : 5));

        assertThat(played.steps()).containsExactly(40L, 45L, 85L);
        assertThat(played.decisions().get(1).actions())
                .contains(new SetRateFactor(ParameterSelector.group("body"), 1, Span.LASTING));
        assertThat(played.rates().get(50)).isEqualTo(1);
    }

    @Test
    void theLossOfAnUpdateThatWasLeftOutCountsForNothing() {
        Played played = Played.of(
                QUICK,
                39,
                1,
                i -> i % 7 == 3
                        ? Played.step(i, Double.NaN).withApplied(List.of(new SkipUpdate()))
                        : Played.step(i, 10.0 / i));

        assertThat(played.steps()).isEmpty();
    }

    @Test
    void aValidationLossThatNeverComesIsReportedOnce() {
        Played played = Played.of(
                ReduceOnPlateau.defaults().onValidationLoss(),
                40,
                1,
                i -> Played.epoch(10L * i, i, OptionalDouble.empty()));

        assertThat(played.steps()).containsExactly(30L);
        assertThat(played.decisions().get(0).actions()).isEmpty();
        assertThat(played.decisions().get(0).because().sentence()).contains("validation data");
    }

    @Test
    void aSavedRunGoesOnWithTheSameDecisions() {
        ReduceOnPlateau policy = QUICK.withCooldown(1).withFactor(0.5);

        Played straight = Played.of(policy, 400, 1, ReduceOnPlateauTest::noisy);
        Played resumed = Played.resumed(policy, 400, 1, ReduceOnPlateauTest::noisy);

        assertThat(resumed).isEqualTo(straight);
        assertThat(straight.decisions()).hasSizeGreaterThan(3);
    }

    private static Observation noisy(int i) {
        return Played.step(i, 1 / (1 + 0.1 * i) + 0.3 * Math.sin(i * 12.9898));
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertThatThrownBy(() -> QUICK.withFactor(1)).hasMessage("factor must be in (0, 1), got 1.0; try 0.1 or 0.5");
        assertThatThrownBy(() -> QUICK.withPatience(-1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> QUICK.withCooldown(-1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> QUICK.withMinimumRate(Double.NaN)).hasMessageContaining("NaN");
        assertThatThrownBy(() -> QUICK.withEps(-1)).hasMessageContaining("-1");
        assertThatThrownBy(() -> QUICK.onTrainingLoss(0)).hasMessageContaining("at least 1 step, got 0");
        assertThatThrownBy(() -> Improvement.relative(-1)).hasMessageContaining("threshold");
        assertThatThrownBy(() ->
                        QUICK.withTarget(ParameterSelector.glob("nothing")).start(Played.RUN))
                .hasMessageContaining("matches no parameter");
    }
}
