package io.github.redescent.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Model;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.github.redescent.optimizer.OptimizerSpec;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ControlledOptimizerTest {
    @Test
    void plainGradientDescentIsDjlsOwn() throws Exception {
        Map<String, float[]> own = train(
                Optimizer.sgd().setLearningRateTracker(Tracker.fixed(0.1f)).build(), 50);
        ControlledOptimizer ours = ControlledOptimizer.of(OptimizerSpec.sgd(0.1));

        Map<String, float[]> controlled = train(ours, 50, ours.listeners());

        // One fused multiply-add in place of a product and a sum: a rounding per step.
        assertThat(Models.difference(own, controlled)).isLessThan(1e-5);
    }

    @Test
    void withAndWithoutListenersTheWeightsAreTheSame() throws Exception {
        ControlledOptimizer together = ControlledOptimizer.of(OptimizerSpec.adam(1e-2));
        ControlledOptimizer alone = ControlledOptimizer.of(OptimizerSpec.adam(1e-2));

        Map<String, float[]> one = train(together, 50, together.listeners());
        Map<String, float[]> other = train(alone, 50);
        alone.close();

        assertThat(Models.difference(one, other)).isZero();
    }

    private static Map<String, float[]> train(Optimizer optimizer, int steps, TrainingListener... listeners)
            throws Exception {
        try (Model model = Models.model(Models.normalised(), 1);
                Trainer trainer = Models.trainer(model, optimizer, listeners)) {
            Models.steps(trainer, steps);
            return Models.weights(model);
        }
    }
}
