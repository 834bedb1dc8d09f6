package io.github.redescent.region;

import static io.github.redescent.region.PairedRun.CONSTANT;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.redescent.control.Measurements;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RegionTest {
    private static final PairedRun.Excess AT_THE_CONSTANT = (step, random) -> 0.15 + 0.12 * random.nextGaussian();
    private static final PairedRun.Excess LEARNING =
            (step, random) -> -1.8 * (1 - Math.exp(-step / 150.0)) + 0.1 * random.nextGaussian();

    @Test
    void aRunThatLearnsIsHealthyHoweverMuchItsBatchesDiffer() {
        assertThat(PairedRun.of(600).first(LEARNING)).isEmpty();
        assertThat(PairedRun.of(600).withoutPlan().first(LEARNING)).isEmpty();
    }

    @Test
    void aRunAtTheConstantIsStuckBeforeAQuarterOfItIsOver() {
        PairedRun.Found found = PairedRun.of(600).first(AT_THE_CONSTANT).orElseThrow();

        assertThat(found.verdict()).isEqualTo(Verdict.STUCK);
        assertThat(found.finding().certainty()).isEqualTo(Finding.Certainty.CERTAIN);
        assertThat(found.step()).isBetween(90L, 150L);
        assertThat(found.sentence())
                .matches("loss 2\\.\\d+, no better than the best constant prediction \\(skill -0\\.\\d+\\) and not"
                        + " getting better; would end at 2\\.\\d+, the constant is at 2\\.\\d+");
        assertThat(found.finding().because().measured())
                .containsKeys("loss", "constant", "skill", "skillError", "finalLoss");
    }

    @Test
    void withoutAPlanTheEndIsTwiceTheAge() {
        PairedRun.Found found =
                PairedRun.of(600).withoutPlan().first(AT_THE_CONSTANT).orElseThrow();

        assertThat(found.step()).isBetween(80L, 160L);
    }

    @Test
    void aSlowStartThatGainsIsLeftAlone() {
        assertThat(PairedRun.of(600).first((step, random) -> 0.3 - 0.0012 * step + 0.05 * random.nextGaussian()))
                .isEmpty();
    }

    @Test
    void anOutputThatIgnoresItsInputIsDead() {
        PairedRun.Found found = PairedRun.of(600)
                .first((step, random) -> 0.004 + 0.002 * random.nextGaussian())
                .orElseThrow();

        assertThat(found.verdict()).isEqualTo(Verdict.DEAD);
        assertThat(found.sentence()).contains("the output does not depend on the input");
        assertThat(found.step()).isBetween(60L, 80L);
    }

    @Test
    void aSteadyDecreaseThatLeadsNowhereIsTooSlow() {
        PairedRun fullBatch = PairedRun.of(600)
                .measuring(step ->
                        Measurements.builder().total(Quantity.UPDATE_NORM, 1e-8).total(Quantity.PARAMETER_NORM, 10));

        PairedRun.Found found =
                fullBatch.first((step, random) -> 0.2 - 1e-8 * step).orElseThrow();

        assertThat(found.verdict()).isEqualTo(Verdict.TOO_SLOW);
        assertThat(found.sentence())
                .contains("each update changes the weights by")
                .contains("would end at");
    }

    @Test
    void aLossFarAboveTheConstantThatFallsTooSlowlyIsHopeless() {
        PairedRun.Found found = PairedRun.of(600)
                .first((step, random) -> 5000 * Math.exp(-step / 600.0) * (1 + 0.1 * random.nextGaussian()))
                .orElseThrow();

        assertThat(found.verdict()).isEqualTo(Verdict.HOPELESS);
    }

    @Test
    void oneThatComesDownInTimeIsNot() {
        assertThat(PairedRun.of(600)
                        .first((step, random) -> 500 * Math.exp(-step / 40.0) * (1 + 0.1 * random.nextGaussian()) - 1))
                .isEmpty();
    }

    @Test
    void whatWasLearnedAndLostHasDiverged() {
        PairedRun.Found found = PairedRun.of(600)
                .first((step, random) -> step < 300 ? LEARNING.at(step, random) : 4 + random.nextGaussian())
                .orElseThrow();

        assertThat(found.verdict()).isEqualTo(Verdict.DIVERGED);
        assertThat(found.step()).isBetween(301L, 500L);
        assertThat(found.attempt().hasLearned(PairedRun.LIMITS)).isTrue();
    }

    @Test
    void aSpikeThatIsMadeUpForIsNoDivergence() {
        assertThat(PairedRun.of(600)
                        .first((step, random) ->
                                LEARNING.at(step, random) + (step < 300 ? 0 : 5000 * Math.exp(-(step - 300) / 15.0))))
                .isEmpty();
    }

    @Test
    void aConvergedRegressionOfSmallSkillIsHealthy() {
        PairedRun regression = PairedRun.of(2000).withConstant(1);

        assertThat(regression.first((step, random) ->
                        (step < 100 ? 0.3 * Math.exp(-step / 15.0) : 0) - 0.006 + 0.02 * random.nextGaussian()))
                .isEmpty();
    }

    @Test
    void aHundredClassesThatStartSlowlyAreHealthy() {
        PairedRun classes = PairedRun.of(1000).withConstant(Math.log(100));

        assertThat(classes.first(
                        (step, random) -> -2.5 / (1 + Math.exp((350 - step) / 80.0)) + 0.03 * random.nextGaussian()))
                .isEmpty();
    }

    @Test
    void aModelThatIsBetterOnNearlyAllBatchesHasLearnedWhateverAFewCost() {
        assertThat(PairedRun.of(600)
                        .first((step, random) -> random.nextDouble() < 0.95 ? -CONSTANT / 2 : 50 * random.nextDouble()))
                .isEmpty();
    }

    @Test
    void aConstantWithoutLossIsAKnownLevel() {
        PairedRun.Found high = PairedRun.of(600)
                .withConstant(0)
                .first((step, random) -> 0.7 + 0.01 * random.nextGaussian())
                .orElseThrow();

        assertThat(high.verdict()).isEqualTo(Verdict.HOPELESS);
        assertThat(PairedRun.of(600).withConstant(0).first((step, random) -> 0.7 * Math.exp(-step / 20.0)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.001, 20})
    void whereNothingIsKnownTheFirstLossIsNoYardstick(double start) {
        PairedRun unknown = PairedRun.of(600).withoutConstant().withConstant(0);

        assertThat(unknown.firstSure(
                        (step, random) -> step < 40 ? start : 3 + Math.sin(step / 40.0) + 2 * random.nextDouble()))
                .isEmpty();
    }

    @Test
    void aWarmUpOverATenthOfTheRunDoesNotCount() {
        PairedRun warmUp = PairedRun.of(1000).atRate(step -> Math.min(1, step / 300.0));

        PairedRun.Found found = warmUp.first(AT_THE_CONSTANT).orElseThrow();

        assertThat(found.step()).isGreaterThan(400);
    }

    @Test
    void belowTheAcceptableLossThereIsNoVerdict() {
        PairedRun.Excess lost = (step, random) -> step < 300 ? LEARNING.at(step, random) : 1;

        assertThat(PairedRun.of(600).accepting(6).first(lost)).isEmpty();
    }

    @Test
    void aLossThatStaysNearerToTheConstantThanToTheAcceptableOneIsStuck() {
        PairedRun.Found found = PairedRun.of(600)
                .accepting(0.2)
                .first((step, random) -> -0.3 * (1 - Math.exp(-step / 10.0)) + 0.05 * random.nextGaussian())
                .orElseThrow();

        assertThat(found.verdict()).isEqualTo(Verdict.STUCK);
        assertThat(found.finding().certainty()).isEqualTo(Finding.Certainty.CERTAIN);
        assertThat(found.sentence()).contains("stays above the acceptable 0.2; would end at");
    }

    @Test
    void anAcceptableLossThatCannotBeHadIsReportedOnceAtMost() {
        PairedRun.Found found = PairedRun.of(2000)
                .withConstant(CONSTANT)
                .accepting(1e-9)
                .first((step, random) -> -2.2 * (1 - Math.exp(-step / 30.0)) + 0.01 * random.nextGaussian())
                .orElseThrow();

        assertThat(found.finding().certainty()).isEqualTo(Finding.Certainty.SUSPECTED);
        assertThat(Region.judge(found.attempt().markSuspected(), PairedRun.LIMITS, OptionalDouble.of(1e-9)))
                .isEmpty();
    }

    @Test
    void stepsThatJumpAreJudgedByTheirTime() {
        Random random = new Random(3);
        Attempt attempt = Attempt.startingAfter(0, OptionalLong.of(6000));
        long verdict = 0;
        for (int step = 10; step <= 6000 && verdict == 0; step += 10) {
            double noise = 0.3 * random.nextGaussian();
            attempt = attempt.append(
                    Observation.step(step, 0, CONSTANT + noise + 0.02, Map.of())
                            .withMeasured(Measurements.builder()
                                    .total(Quantity.CONSTANT_LOSS, CONSTANT + noise)
                                    .build()),
                    path -> true,
                    PairedRun.LIMITS);
            verdict = Region.judge(attempt, PairedRun.LIMITS, PairedRun.ANY).isPresent() ? step : 0;
        }

        assertThat(verdict).isBetween(600L, 900L);
    }
}
