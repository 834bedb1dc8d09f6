package io.github.redescent.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.redescent.Recipe;
import io.github.redescent.contract.ScriptedPolicy;
import io.github.redescent.control.Action;
import io.github.redescent.control.Handover;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Span;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.ParameterSelector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Parameters that share one updater in DL4J's configuration: each by itself. */
class SingleParameterTest {
    private static final List<DataSet> BATCHES = Nets.batches(40);
    private static final ParameterSelector GAIN = ParameterSelector.glob("layer1/gamma");

    @Test
    void gainIsFrozenWithoutShift() {
        MultiLayerNetwork network = Nets.layers(new Adam(0.01));
        INDArray gain = network.getParam("1_gamma").dup();
        INDArray shift = network.getParam("1_beta").dup();
        ControlListener.attach(
                Recipe.of(ParameterGroups.builder().frozen("gain", GAIN).otherwiseUnchanged()), network);

        fit(network, 0, 10);

        assertThat(network.getParam("1_gamma")).isEqualTo(gain);
        assertThat(network.getParam("1_beta")).isNotEqualTo(shift);
    }

    @Test
    void gainIsResetWithoutShift() {
        MultiLayerNetwork plain = Nets.layers(new Adam(0.01));
        MultiLayerNetwork reset = Nets.layers(new Adam(0.01));
        ControlListener.attach(at(20, new Action.ResetState(GAIN, ResetMode.FULL)), reset);

        fit(plain, 0, 21);
        fit(reset, 0, 21);

        assertThat(reset.getParam("1_gamma")).isNotEqualTo(plain.getParam("1_gamma"));
        for (String other : List.of("0_W", "0_b", "1_beta", "2_W", "2_b")) {
            assertThat(reset.getParam(other)).as(other).isEqualTo(plain.getParam(other));
        }
    }

    @Test
    void gainIsScaledWithoutShift() {
        MultiLayerNetwork plain = Nets.layers(new Sgd(0.1));
        MultiLayerNetwork scaled = Nets.layers(new Sgd(0.1));
        ControlListener.attach(at(1, new Action.SetRateFactor(GAIN, 1e-30, Span.LASTING)), scaled);
        fit(scaled, 0, 1);
        fit(plain, 0, 1);
        INDArray gain = scaled.getParam("1_gamma").dup();

        fit(scaled, 1, 2);
        fit(plain, 1, 2);

        assertThat(scaled.getParam("1_gamma")).isEqualTo(gain);
        assertThat(scaled.getParam("1_beta")).isEqualTo(plain.getParam("1_beta"));
    }

    @Test
    void gainIsSwitchedWithoutShiftOnArraysOfItsOwn() {
        MultiLayerNetwork adam = Nets.layers(new Adam(0.01));
        MultiLayerNetwork rms = Nets.layers(new RmsProp(0.01));
        MultiLayerNetwork split = Nets.layers(new Adam(0.01));
        ControlListener control = ControlListener.attach(
                Recipe.of(ParameterGroups.builder()
                        .group(
                                "gain",
                                GAIN,
                                new io.github.redescent.optimizer.RmsProp(
                                        io.github.redescent.optimizer.LearningRate.constant(0.01),
                                        0.95,
                                        1e-8,
                                        0,
                                        false,
                                        0))
                        .otherwiseUnchanged()),
                split);

        for (MultiLayerNetwork network : List.of(adam, rms, split)) {
            fit(network, 0, 1);
        }

        assertThat(split.getParam("1_gamma")).isEqualTo(rms.getParam("1_gamma"));
        assertThat(split.getParam("1_beta")).isEqualTo(adam.getParam("1_beta"));
        assertThat(control.describe())
                .containsPattern("layer1/gamma .* RmsProp")
                .containsPattern("layer1/beta .* Adam");
    }

    @Test
    void arraysOfItsOwnSurviveACheckpoint(@TempDir Path folder) throws IOException {
        Recipe recipe = at(
                5,
                new Action.UseOptimizer(GAIN, OptimizerSpec.rmsProp(0.01), Handover.FRESH),
                new Action.UseOptimizer(
                        ParameterSelector.glob("layer2/*"),
                        OptimizerSpec.sgd(0.01).withMomentum(0.9),
                        Handover.FRESH));
        MultiLayerNetwork whole = Nets.layers(new Adam(0.01));
        MultiLayerNetwork half = Nets.layers(new Adam(0.01));
        ControlListener.attach(recipe, whole);
        ControlListener control = ControlListener.attach(recipe, half);
        fit(whole, 0, 30);
        fit(half, 0, 15);
        control.save(folder.resolve("run.zip"));

        try (Dl4jCheckpoint saved = Dl4jCheckpoint.open(folder.resolve("run.zip"))) {
            MultiLayerNetwork resumed = saved.network();
            saved.resume(recipe, resumed);
            fit(resumed, 15, 30);

            assertThat(resumed.params()).isEqualTo(whole.params());
        }
    }

    @Test
    void recurrentWeightsAreSwitchedWithoutInputWeights() {
        MultiLayerNetwork network = new MultiLayerNetwork(Nets.configuration(new Adam(0.01))
                .list()
                .layer(new LSTM.Builder().nIn(4).nOut(5).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nIn(5)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
        network.init();
        ParameterSelector recurrent = ParameterSelector.glob("layer0/RW");
        ControlListener control = ControlListener.attach(
                at(3, new Action.UseOptimizer(recurrent, OptimizerSpec.adaGrad(0.01), Handover.FRESH)), network);
        Nd4j.getRandom().setSeed(4);
        DataSet batch = new DataSet(Nd4j.rand(DataType.FLOAT, 3, 4, 6), Nd4j.rand(DataType.FLOAT, 3, 2, 6));
        INDArray before = network.getParam("0_RW").dup();

        for (int i = 0; i < 10; i++) {
            network.fit(batch);
        }

        assertThat(control.describe()).containsPattern("layer0/RW .* AdaGrad").containsPattern("layer0/W .* Adam ");
        assertThat(network.getParam("0_RW")).isNotEqualTo(before);
    }

    private static Recipe at(long step, Action... actions) {
        return Recipe.of(ScriptedPolicy.at(step, actions));
    }

    private static void fit(MultiLayerNetwork network, int from, int to) {
        BATCHES.subList(from, to).forEach(network::fit);
    }
}
