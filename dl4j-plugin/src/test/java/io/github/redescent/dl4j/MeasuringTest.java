package io.github.redescent.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.github.redescent.Recipe;
import io.github.redescent.contract.Watching;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.parameter.ParameterGroups;
import java.util.ArrayList;
import java.util.Set;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.learning.config.Sgd;

/** What policies ask to be measured, by total, group and tensor. */
class MeasuringTest {
    private static final double RATE = 0.125;
    private static final ParameterGroups GROUPS = ParameterGroups.builder()
            .frozen("still", "layer0/*")
            .scaled("norm", "layer1/*", 0.5)
            .otherwiseUnchanged();

    private static final Set<Measurement> WANTED = Set.of(
            Measurement.total(Quantity.UPDATE_DOT_GRADIENT),
            Measurement.perGroup(Quantity.UPDATE_DOT_GRADIENT),
            Measurement.perTensor(Quantity.UPDATE_DOT_GRADIENT),
            Measurement.perGroup(Quantity.UPDATE_NORM),
            Measurement.perGroup(Quantity.GRADIENT_NORM),
            Measurement.total(Quantity.GRADIENT_NORM),
            Measurement.perGroup(Quantity.ZERO_GRADIENTS));

    @Test
    void plainSgdsUpdateIsTheGradientTimesTheRate() {
        Watching asking = new Watching(Set.of(Moment.STEP), WANTED, new ArrayList<>());
        MultiLayerNetwork network = Nets.layers(new Sgd(RATE));
        ControlListener.attach(Recipe.of(asking).withGroups(GROUPS), network);

        Nets.batches(3).forEach(network::fit);

        for (Observation now : asking.seen()) {
            Measurements measured = now.measured();
            double norm = group(measured, Quantity.GRADIENT_NORM, "Sgd");
            double slow = group(measured, Quantity.GRADIENT_NORM, "norm");
            // Float32 sums.
            assertThat(group(measured, Quantity.UPDATE_DOT_GRADIENT, "Sgd"))
                    .isCloseTo(-RATE * norm * norm, offset(1e-6));
            assertThat(group(measured, Quantity.UPDATE_DOT_GRADIENT, "norm"))
                    .isCloseTo(-RATE / 2 * slow * slow, offset(1e-6));
            assertThat(group(measured, Quantity.UPDATE_NORM, "norm")).isCloseTo(RATE / 2 * slow, offset(1e-6));
            assertThat(measured.total(Quantity.GRADIENT_NORM).orElseThrow())
                    .isCloseTo(Math.hypot(norm, slow), offset(1e-9));
            assertThat(measured.total(Quantity.UPDATE_DOT_GRADIENT).orElseThrow())
                    .isCloseTo(-RATE * (norm * norm + slow * slow / 2), offset(1e-6));
            assertThat(measured.perTensor(Quantity.UPDATE_DOT_GRADIENT))
                    .containsOnlyKeys("layer1/gamma", "layer1/beta", "layer2/W", "layer2/b");
            assertThat(measured.perGroup(Quantity.ZERO_GRADIENTS)).containsOnlyKeys("Sgd", "norm");
            assertThat(now.rates()).containsOnlyKeys("Sgd", "norm");
        }
    }

    private static double group(Measurements measured, Quantity quantity, String name) {
        return measured.perGroup(quantity).getOrDefault(name, Double.NaN);
    }
}
