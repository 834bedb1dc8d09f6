package io.github.redescent.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.redescent.Recipe;
import io.github.redescent.contract.ScriptedPolicy;
import io.github.redescent.control.Action;
import io.github.redescent.control.Handover;
import io.github.redescent.control.Span;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.ParameterSelector;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** The updater by itself. */
class ControlledUpdaterTest {
    private static final double RATE = 1e-3;
    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;

    @Test
    void resetRestartsBiasCorrection() {
        ControlledUpdater updater = new ControlledUpdater(new Adam(RATE));
        INDArray state = Nd4j.zeros(DataType.DOUBLE, 2);
        GradientUpdater<?> rule = updater.instantiate(state, true);
        for (int i = 0; i < 5000; i++) {
            rule.applyUpdater(Nd4j.ones(DataType.DOUBLE, 1), i, 0);
        }

        state.assign(0);
        INDArray naive = Nd4j.ones(DataType.DOUBLE, 1);
        rule.applyUpdater(naive, 5000, 0);
        state.assign(0);
        updater.startCorrections(5000, 5000);
        INDArray restarted = Nd4j.ones(DataType.DOUBLE, 1);
        rule.applyUpdater(restarted, 5000, 0);

        // Zeroed moments under the old clock step √10 times too far; ε is 1e-8 of the gradient.
        assertThat(naive.getDouble(0) / RATE).isCloseTo(3.16, within(0.03));
        assertThat(restarted.getDouble(0) / RATE).isCloseTo(1, within(1e-6));
    }

    @Test
    void resettingOneMomentGivesItACorrectionClockOfItsOwn() {
        ControlledUpdater updater = new ControlledUpdater(new Adam(RATE));
        INDArray state = Nd4j.zeros(DataType.DOUBLE, 2);
        GradientUpdater<?> rule = updater.instantiate(state, true);
        double second = 0;
        for (int i = 0; i < 50; i++) {
            double gradient = 1 + 0.1 * i;
            rule.applyUpdater(Nd4j.create(new double[] {gradient}), i, 0);
            second = BETA2 * second + (1 - BETA2) * gradient * gradient;
        }
        state.putScalar(0, 0);
        updater.startCorrections(50, 0);
        double first = 0;
        for (int i = 50; i < 60; i++) {
            INDArray update = Nd4j.create(new double[] {2.0});

            rule.applyUpdater(update, i, 0);

            first = BETA1 * first + (1 - BETA1) * 2;
            second = BETA2 * second + (1 - BETA2) * 4;
            double corrected = first / (1 - Math.pow(BETA1, i - 49));
            double size = Math.sqrt(second / (1 - Math.pow(BETA2, i + 1)));
            // DL4J's epsilon stands beside the uncorrected root: 1e-8 of it.
            assertThat(update.getDouble(0)).isCloseTo(RATE * corrected / size, within(1e-9));
        }
    }

    @Test
    void aClockAheadOfTheModelsIsIgnored() {
        assertThat(ControlledUpdater.sinceOrigin(3, 100)).isEqualTo(3);
        assertThat(ControlledUpdater.sinceOrigin(103, 100)).isEqualTo(3);
    }

    @Test
    void survivesJsonJavaSerialisationAndClone() throws IOException, ClassNotFoundException {
        ControlledUpdater updater = decided();

        String json = NeuralNetConfiguration.mapper().writeValueAsString(updater);
        IUpdater fromJson = NeuralNetConfiguration.mapper().readValue(json, IUpdater.class);

        assertThat(fromJson).isEqualTo(updater);
        assertThat(updater.clone()).isEqualTo(updater).isNotSameAs(updater);
        assertThat(javaCopy(updater)).isEqualTo(updater);
        assertThat(new ControlledUpdater(new Adam(RATE))).isNotEqualTo(updater);
    }

    @Test
    void survivesModelSerializerWithStateAndClock(@TempDir Path folder) throws IOException {
        MultiLayerNetwork net = Nets.layers(decided());
        List<DataSet> batches = Nets.batches(10);
        batches.forEach(net::fit);
        File file = folder.resolve("net.zip").toFile();

        ModelSerializer.writeModel(net, file, true);
        MultiLayerNetwork copy = ModelSerializer.restoreMultiLayerNetwork(file, true);
        batches.forEach(net::fit);
        batches.forEach(copy::fit);

        assertThat(copy.params()).isEqualTo(net.params());
    }

    @Test
    void carriesWhatTookOverThroughJsonJavaSerialisationAndClone() throws IOException, ClassNotFoundException {
        MultiLayerNetwork network = Nets.layers(new Adam(RATE));
        OptimizerSpec steps = OptimizerSpec.sgd().withMomentum(0.9).withRate(LearningRate.steps(0.1, 0.5, List.of(5L)));
        ControlListener.attach(
                Recipe.of(ScriptedPolicy.at(2, new Action.UseOptimizer(ParameterSelector.all(), steps, Handover.FRESH)))
                        .withGroups(ParameterGroups.builder()
                                .frozen("still", "layer0/*")
                                .otherwiseUnchanged()),
                network);
        Nets.batches(3).forEach(network::fit);
        IUpdater updater = ((BaseLayer) network.getLayer(0).conf().getLayer()).getIUpdater();

        String json = NeuralNetConfiguration.mapper().writeValueAsString(updater);

        assertThat(json).contains("HeavyBall", "milestones", "\"first\" : {", "\"frozen\" : true");
        assertThat(NeuralNetConfiguration.mapper().readValue(json, IUpdater.class))
                .isEqualTo(updater);
        assertThat(updater.clone()).isEqualTo(updater).isNotSameAs(updater);
        assertThat(javaCopy(updater)).isEqualTo(updater);
        assertThat(updater.toString()).contains("frozen", "HeavyBall", "after Adam");
    }

    @Test
    void aScheduledAdaGradKeepsItsSchedule() {
        AdaGrad scheduled = new AdaGrad(new ExponentialSchedule(ScheduleType.ITERATION, 0.1, 0.5));

        ControlledUpdater updater = new ControlledUpdater(scheduled);

        assertThat(updater.clone().getLearningRate(1, 0)).isEqualTo(0.05);
    }

    @Test
    void frozenItAppliesNothing() {
        ControlledUpdater updater = new ControlledUpdater(new Adam(RATE));
        GradientUpdater<?> rule = updater.instantiate(Nd4j.zeros(DataType.DOUBLE, 2), true);
        INDArray gradient = Nd4j.create(new double[] {Double.NaN});
        updater.freeze();

        rule.applyUpdater(gradient, 0, 0);

        assertThat(gradient.getDouble(0)).isZero();
        assertThat(updater.getLearningRate(0, 0)).isZero();
    }

    @Test
    void isNotControlledTwice() {
        assertThatThrownBy(() -> new ControlledUpdater(decided()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("stock updater");
    }

    private static ControlledUpdater decided() {
        ControlledUpdater updater = new ControlledUpdater(new Adam(RATE));
        updater.startCorrections(3, 5);
        updater.startSchedule(2, 1);
        updater.setFactor(0.5, Span.LASTING);
        updater.setFactor(2, Span.PASSING);
        return updater;
    }

    private static Object javaCopy(Object object) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return in.readObject();
        }
    }
}
