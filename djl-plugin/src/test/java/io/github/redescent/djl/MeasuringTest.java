package io.github.redescent.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Model;
import ai.djl.training.Trainer;
import io.github.redescent.Recipe;
import io.github.redescent.contract.Watching;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.Rate;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MeasuringTest {
    private static final List<Quantity> OF_TENSORS = List.of(
            Quantity.GRADIENT_NORM,
            Quantity.PARAMETER_NORM,
            Quantity.UPDATE_NORM,
            Quantity.UPDATE_DOT_GRADIENT,
            Quantity.ZERO_GRADIENTS);

    @Test
    void eachQuantityIsWhatItSays() {
        List<Observation> seen = new ArrayList<>();
        ControlledOptimizer optimizer = ControlledOptimizer.builder(OptimizerSpec.sgd(0.5))
                .clipValue(2)
                .recipe(Recipe.of(new Watching(EnumSet.allOf(Moment.class), everything(), seen)))
                .build();
        try (Slope slope = new Slope(optimizer, 1, 1, 1)) {

            slope.step(3, 0, -1);
        }

        Measurements measured = last(seen).measured();
        assertThat(measured.total(Quantity.GRADIENT_NORM).getAsDouble()).isCloseTo(Math.sqrt(10), within(1e-6));
        assertThat(measured.total(Quantity.ZERO_GRADIENTS).getAsDouble()).isCloseTo(1 / 3.0, within(1e-12));
        // The update, of the clipped gradient (2, 0, -1), is (-1, 0, 0.5).
        assertThat(measured.total(Quantity.UPDATE_NORM).getAsDouble()).isCloseTo(Math.sqrt(1.25), within(1e-6));
        assertThat(measured.total(Quantity.UPDATE_DOT_GRADIENT).getAsDouble()).isCloseTo(-3.5, within(1e-6));
        assertThat(measured.total(Quantity.PARAMETER_NORM).getAsDouble()).isCloseTo(Math.sqrt(3.25), within(1e-6));
    }

    @Test
    void groupsAndTensorsAddUpToTheTotal() throws Exception {
        Measurements measured = lastOfSplit().measured();

        for (Quantity quantity : OF_TENSORS) {
            Map<String, Double> groups = measured.perGroup(quantity);
            Map<String, Double> tensors = measured.perTensor(quantity);
            assertThat(groups).as(quantity.name()).containsOnlyKeys("norm", "otherwise");
            assertThat(tensors)
                    .as(quantity.name())
                    .containsOnlyKeys("02BatchNorm/beta", "02BatchNorm/gamma", "04Linear/weight", "04Linear/bias");
            if (quantity != Quantity.ZERO_GRADIENTS) {
                double total = measured.total(quantity).getAsDouble();
                assertThat(sum(quantity, groups)).isCloseTo(size(quantity, total), within(1e-9));
                assertThat(sum(quantity, tensors)).isCloseTo(size(quantity, total), within(1e-9));
            }
        }
    }

    @Test
    void eachTrainedGroupHasARateAndAFrozenOneHasNone() throws Exception {
        assertThat(lastOfSplit().rates())
                .isEqualTo(Map.of("norm", new Rate(0.25, 0.5, 1), "otherwise", Rate.scheduled(0.125)));
    }

    private static Observation lastOfSplit() throws Exception {
        List<Observation> seen = new ArrayList<>();
        ControlledOptimizer optimizer = ControlledOptimizer.of(
                OptimizerSpec.sgd(0.25),
                Recipe.of(new Watching(EnumSet.allOf(Moment.class), everything(), seen))
                        .withGroups(ParameterGroups.builder()
                                .frozen("stem", "01Linear/*")
                                .scaled("norm", "02BatchNorm/*", 0.5)
                                .otherwise(OptimizerSpec.sgd(0.125).withMomentum(0.9))));
        try (Model model = Models.model(Models.normalised(), 1);
                Trainer trainer = Models.trainer(model, optimizer, optimizer.listeners())) {
            Models.steps(trainer, 3);
        }
        return last(seen);
    }

    private static Set<Measurement> everything() {
        Set<Measurement> all = new HashSet<>();
        for (Quantity quantity : OF_TENSORS) {
            all.add(Measurement.total(quantity));
            all.add(Measurement.perGroup(quantity));
            all.add(Measurement.perTensor(quantity));
        }
        return all;
    }

    private static double sum(Quantity quantity, Map<String, Double> parts) {
        return parts.values().stream().mapToDouble(part -> size(quantity, part)).sum();
    }

    /** Norms add up by their squares. */
    private static double size(Quantity quantity, double value) {
        return quantity == Quantity.UPDATE_DOT_GRADIENT ? value : value * value;
    }

    private static Observation last(List<Observation> seen) {
        return seen.get(seen.size() - 1);
    }
}
