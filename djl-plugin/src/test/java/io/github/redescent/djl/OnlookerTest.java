package io.github.redescent.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Model;
import ai.djl.training.Trainer;
import io.github.redescent.Recipe;
import io.github.redescent.contract.Onlooker;
import io.github.redescent.contract.ScriptedPolicy;
import io.github.redescent.control.Action;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.RunWatcher;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterSelector;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OnlookerTest {
    private static final OptimizerSpec ADAM = OptimizerSpec.adam(0.01);
    private static final Recipe RESET =
            Recipe.of(ScriptedPolicy.at(3, new Action.ResetState(ParameterSelector.all(), ResetMode.FULL)));

    @Test
    void aWatchedRunIsTheSameAsAnUnwatchedOne() throws Exception {
        Onlooker onlooker = new Onlooker();

        Map<String, float[]> alone = train(List.of());
        Map<String, float[]> watched = train(List.of(onlooker));

        assertThat(Models.difference(alone, watched)).isZero();
        assertThat(onlooker.seen()).extracting(Observation::step).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(onlooker.seen())
                .allSatisfy(now -> assertThat(now.measured().perTensor(Quantity.UPDATE_NORM))
                        .isNotEmpty()
                        .allSatisfy((path, norm) -> assertThat(norm).isPositive()));
        assertThat(onlooker.events()).anyMatch(event -> event.describe().contains("step 3 ScriptedPolicy"));
    }

    @Test
    void aWatcherWithoutAPolicyIsRefused() {
        assertThatThrownBy(() ->
                        ControlledOptimizer.builder(ADAM).watch(new Onlooker()).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("asDryRun");
    }

    private static Map<String, float[]> train(List<RunWatcher> watchers) throws Exception {
        ControlledOptimizerBuilder builder = ControlledOptimizer.builder(ADAM).recipe(RESET);
        watchers.forEach(builder::watch);
        ControlledOptimizer optimizer = builder.build();
        try (Model model = Models.model(Models.perceptron(), 1);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            Models.steps(trainer, 6);
            return Models.weights(model);
        }
    }
}
