package io.github.redescent.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.redescent.Recipe;
import io.github.redescent.contract.ScriptedPolicy;
import io.github.redescent.control.Action;
import io.github.redescent.control.Action.ResetState;
import io.github.redescent.control.Action.UseOptimizer;
import io.github.redescent.control.Handover;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.ParameterSelector;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;

/** What an optimizer takes over from the one before it. */
class HandoverTest {
    private static final ParameterSelector ALL = ParameterSelector.all();
    private static final List<DataSet> BATCHES = Nets.batches(30);
    private static final OptimizerSpec HEAVY = OptimizerSpec.sgd(0.02).withMomentum(0.9);
    private static final OptimizerSpec NESTEROV = OptimizerSpec.sgd(0.05).withNesterov(0.9);

    @Test
    void adamsCorrectedMomentBecomesAVelocity() {
        MultiLayerNetwork network = oneLayer(new Adam(0.01));
        ControlListener.attach(at(7, to(HEAVY)), network);
        fit(network, 0, 6);
        // What the seventh update leaves is seen in a twin.
        MultiLayerNetwork twin = oneLayer(new Adam(0.01));
        fit(twin, 0, 7);
        INDArray mean = twin.updaterState().reshape(2, network.numParams()).getRow(0);

        fit(network, 6, 7);

        double[] velocity = network.updaterState().dup().data().asDouble();
        assertThat(velocity).hasSize((int) network.numParams());
        for (int i = 0; i < velocity.length; i++) {
            double corrected = mean.getDouble(i) / (1 - Math.pow(0.9, 7));
            // As a stock Nesterovs holds it, times minus the rate; float32.
            assertThat(velocity[i])
                    .isCloseTo(-0.02 * corrected / (1 - 0.9), within(1e-7 + Math.abs(velocity[i]) * 1e-5));
        }
    }

    @Test
    void aDetourByAnotherVelocityChangesNothing() {
        MultiLayerNetwork straight = oneLayer(new Nesterovs(0.05, 0.9));
        MultiLayerNetwork detour = oneLayer(new Nesterovs(0.05, 0.9));
        ControlListener.attach(at(10, to(HEAVY), to(NESTEROV)), detour);

        fit(straight, 0, 20);
        fit(detour, 0, 20);

        close(detour, straight);
    }

    @Test
    void fromAdamToAdamOnlyTheSecondMomentBeginsAnew() {
        MultiLayerNetwork switched = oneLayer(new Adam(0.01));
        MultiLayerNetwork reset = oneLayer(new Adam(0.01));
        ControlListener.attach(at(10, to(HEAVY), to(OptimizerSpec.adam(0.01))), switched);
        ControlListener.attach(at(10, new ResetState(ALL, ResetMode.SECOND_MOMENT)), reset);

        fit(switched, 0, 20);
        fit(reset, 0, 20);

        close(switched, reset);
    }

    @Test
    void freshMeansWithoutMomentum() {
        MultiLayerNetwork network = oneLayer(new Adam(0.01));
        ControlListener.attach(at(7, new UseOptimizer(ALL, HEAVY, Handover.FRESH)), network);

        fit(network, 0, 7);

        assertThat(network.updaterState().dup().data().asDouble()).containsOnly(0);
    }

    @Test
    void rulesWithoutMomentumAreRefusedAtAttach() {
        Recipe toPlain = at(7, to(OptimizerSpec.sgd(0.1)));
        Recipe fromPlain = at(7, to(HEAVY));
        Recipe fromGroup = at(7, to(HEAVY)).withGroups(ParameterGroups.builder().otherwise(OptimizerSpec.rmsProp(0.1)));

        assertThatThrownBy(() -> ControlListener.attach(toPlain, oneLayer(new Adam(0.01))))
                .isInstanceOf(UnsupportedByBackendException.class)
                .hasMessageContaining("no momentum to take over");
        assertThatThrownBy(() -> ControlListener.attach(fromPlain, oneLayer(new Sgd(0.01))))
                .isInstanceOf(UnsupportedByBackendException.class)
                .hasMessageContaining("Sgd of layer0/W has no momentum to hand over");
        assertThatThrownBy(() -> ControlListener.attach(fromGroup, oneLayer(new Adam(0.01))))
                .isInstanceOf(UnsupportedByBackendException.class)
                .hasMessageContaining("RmsProp");
    }

    @Test
    void aGroupsOwnOptimizerMayHandOverWhereTheHostsCouldNot() {
        Recipe recipe = at(7, to(HEAVY)).withGroups(ParameterGroups.builder().otherwise(OptimizerSpec.adam(0.01)));
        MultiLayerNetwork network = oneLayer(new Sgd(0.01));
        ControlListener control = ControlListener.attach(recipe, network);

        fit(network, 0, 8);

        assertThat(control.describe()).contains("Sgd");
    }

    private static Action to(OptimizerSpec spec) {
        return new UseOptimizer(ALL, spec, Handover.MOMENTUM);
    }

    private static Recipe at(long step, Action... actions) {
        return Recipe.of(new ScriptedPolicy(Map.of(step, List.of(actions))));
    }

    private static MultiLayerNetwork oneLayer(IUpdater updater) {
        MultiLayerNetwork network = new MultiLayerNetwork(Nets.configuration(updater)
                .list()
                .layer(Nets.softmax(Nets.INPUTS))
                .build());
        network.init();
        return network;
    }

    private static void fit(MultiLayerNetwork network, int from, int to) {
        BATCHES.subList(from, to).forEach(network::fit);
    }

    private static void close(MultiLayerNetwork one, MultiLayerNetwork other) {
        // Factors are divided out and multiplied in again, in float32.
        assertThat(one.params().distance2(other.params())).isLessThan(1e-5);
    }
}
