package io.github.redescent.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.redescent.optimizer.LearningRate;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.schedule.ISchedule;

/** Heavy-ball momentum and core's schedules, written into a configuration by hand. */
class HeavyBallTest {
    private static final LearningRate STEPS = LearningRate.steps(0.1, 0.5, List.of(10L));

    @Test
    void trainsInAPlainConfigurationAndSurvivesModelSerializer(@TempDir Path folder) throws IOException {
        List<DataSet> batches = Nets.batches(15);
        MultiLayerNetwork network = Nets.layers(new HeavyBall(new RateSchedule(STEPS), 0.9));
        double before = network.score(batches.get(0));
        batches.forEach(network::fit);
        assertThat(network.score(batches.get(0))).isLessThan(before);
        File file = folder.resolve("net.zip").toFile();

        ModelSerializer.writeModel(network, file, true);
        MultiLayerNetwork copy = ModelSerializer.restoreMultiLayerNetwork(file, true);
        batches.forEach(network::fit);
        batches.forEach(copy::fit);

        assertThat(copy.params()).isEqualTo(network.params());
    }

    @Test
    void itsStateHasAName() {
        GradientUpdater<?> rule =
                new HeavyBall(0.5, 0.5).instantiate(Map.of("V", Nd4j.create(new double[] {2.0})), false);
        INDArray gradient = Nd4j.create(new double[] {1.0});

        rule.applyUpdater(gradient, 0, 0);

        assertThat(gradient.getDouble(0)).isEqualTo(0.5 * (0.5 * 2 + 1));
        rule.setState(Map.of("V", Nd4j.ones(DataType.DOUBLE, 1)), true);
        assertThat(rule.getState()).containsEntry("V", Nd4j.zeros(DataType.DOUBLE, 1));
        assertThatThrownBy(() -> rule.setState(Map.of(), true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"V\"");
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatThrownBy(() -> new HeavyBall(-1, 0.9)).hasMessageContaining("-1");
        assertThatThrownBy(() -> new HeavyBall(0.1, 1)).hasMessageContaining("[0, 1)");
    }

    @Test
    void aScheduleNeedsNumbersOfItsOwn() throws IOException {
        assertThatThrownBy(() -> new RateSchedule(LearningRate.kept().times(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("LearningRate.constant");
        String json = NeuralNetConfiguration.mapper().writeValueAsString(new RateSchedule(STEPS));
        assertThat(NeuralNetConfiguration.mapper().readValue(json, ISchedule.class))
                .isEqualTo(new RateSchedule(STEPS));
        assertThatThrownBy(() ->
                        NeuralNetConfiguration.mapper().readValue(json.replace("Steps", "Stairs"), ISchedule.class))
                .hasMessageContaining("Stairs");
    }
}
