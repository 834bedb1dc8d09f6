package io.github.redescent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class AdvisorTest {
    private static final DataTraits DENSE = DataTraits.ofInputs(800, 1000);
    private static final DataTraits SPARSE = DataTraits.ofInputs(960, 1000);

    @Test
    void aPretrainedBodyComesFirst() {
        Advice advice = Advisor.inspect(SPARSE.asStream().withPretrained("body/**", "head/**"));

        assertThat(advice.recipe()).isEqualTo(Recipes.fineTuning("body/**", "head/**"));
        assertThat(advice.because()).element(1).asString().contains("body/**", "slow gradient descent");
    }

    @Test
    void sparseInputsGetAdamAndStreamsGradientDescent() {
        assertThat(Advisor.inspect(SPARSE).recipe()).isEqualTo(Recipes.sparseInputs(1e-3));
        assertThat(Advisor.inspect(SPARSE.asStream()).describe()).isEqualTo("""
                        Recipes.sparseInputs(1e-3)
                          96% of the inputs are zero: sparse, from 90% on
                          Adam gives rare features steps of their own; on a stream that drifts compare it with\
                         onlineLearning(0.01)""");
        assertThat(Advisor.inspect(DENSE.asStream()).recipe()).isEqualTo(Recipes.onlineLearning(0.01));
    }

    @Test
    void aLongTrainingEndsWithGradientDescentAndAnyOtherIsWatched() {
        assertThat(Advisor.inspect(DENSE.withPlannedSteps(10_000)).recipe())
                .isEqualTo(Recipes.longTraining().withPlannedSteps(10_000));
        assertThat(Advisor.inspect(DENSE.withPlannedSteps(9_999)).recipe())
                .isEqualTo(Recipes.stuckRun().withPlannedSteps(9_999));
        assertThat(Advisor.inspect(DENSE).because())
                .containsExactly(
                        "80% of the inputs are zero: not sparse, which begins at 90%",
                        "a fixed set and a new model: nothing is done unless the run is stuck");
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertThatThrownBy(() -> DataTraits.ofInputs(3, 2)).hasMessageContaining("got 3 of 2");
        assertThatThrownBy(() -> DENSE.withPlannedSteps(0)).hasMessageContaining("plannedSteps");
    }
}
