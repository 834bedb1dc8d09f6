package io.github.redescent.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.redescent.contract.OracleCase;
import io.github.redescent.control.ResetMode;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterSet;
import io.github.redescent.spi.Books;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Updates of the blocks against PyTorch's numbers, in float64. */
class OracleTest {
    /** Largest distance from PyTorch's weights over the run, as docs/dl4j-optimizers.md states it. */
    private static final Map<String, Double> DEVIATIONS = Map.ofEntries(
            Map.entry("adam", 2.4e-4),
            Map.entry("adam_l2", 4e-7),
            Map.entry("adamw", 2e-4),
            Map.entry("amsgrad", 3e-5),
            Map.entry("adamax", 5e-6),
            Map.entry("rmsprop", 0.2),
            Map.entry("adagrad", 0.3),
            Map.entry("adagrad_weight_decay", 2e-4),
            Map.entry("nadam", 1.7));

    static List<OracleCase> cases() {
        return OracleCase.all().stream()
                .filter(oracle ->
                        isSwitch(oracle) || (isInTable(oracle) && !oracle.name().startsWith("clip")))
                // What resets and rates do is exact or not as the rule is; a form of DL4J's own is compared once.
                .filter(oracle -> isSwitch(oracle)
                        || !DEVIATIONS.containsKey(oracle.optimizer())
                        || oracle.name().equals("plain"))
                .filter(oracle -> !coasts(oracle))
                .toList();
    }

    private static boolean isSwitch(OracleCase oracle) {
        return oracle.name().startsWith("switch");
    }

    private static boolean isInTable(OracleCase oracle) {
        return !oracle.optimizer().equals("radam") && !oracle.optimizer().startsWith("rmsprop_");
    }

    /** The velocity of DL4J's Nesterovs holds the rate: after a drop without a reset it goes on at the old one. */
    private static boolean coasts(OracleCase oracle) {
        return oracle.optimizer().startsWith("nesterov") && oracle.name().endsWith("no_reset");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void updatesAreAsFarFromPyTorchAsTheDocsSay(OracleCase expected) {
        boolean switches = isSwitch(expected);
        // DL4J's Adam has an epsilon of its own: switches begin from PyTorch's weights.
        int first = switches ? 15 : 0;
        OptimizerSpec spec = switches ? expected.target() : expected.spec();
        double[] start = switches ? expected.weights()[first - 1] : expected.initial();
        MultiLayerNetwork network = oneRow(start);
        NetworkHost host =
                new NetworkHost(Network.of(network), new NamedUpdaters(Map.of()), (iteration, epoch) -> {}, 1);
        Books books = new Books(host, first, 0);
        ParameterSet all = books.parameters().all();
        books.start(all, spec);
        host.install(books);
        double largest = 0;
        for (int step = first; step < expected.gradients().length; step++) {
            books.at(step, 0);
            if (step == 10
                    && expected.name().contains("reset")
                    && !expected.name().contains("no_reset")) {
                books.reset(all, ResetMode.FULL);
            }

            update(host, expected.gradients()[step], step);

            for (int i = 0; i < start.length; i++) {
                largest = Math.max(largest, Math.abs(network.params().getDouble(i) - expected.weights()[step][i]));
            }
        }
        double allowed = switches ? 0 : DEVIATIONS.getOrDefault(expected.optimizer(), 0.0);
        // Rounding of thirty float64 steps, one of them a hundred times too big.
        assertThat(largest).isLessThanOrEqualTo(Math.max(allowed, 1e-11));
        assertThat(largest).as("the docs should not claim more").isGreaterThanOrEqualTo(allowed / 10);
    }

    private static MultiLayerNetwork oneRow(double[] weights) {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .updater(new Sgd(1))
                .list()
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(1)
                        .nOut(weights.length)
                        .hasBias(false)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
        network.init(Nd4j.create(weights).reshape(1, weights.length), true);
        return network;
    }

    /** What the blocks of a live updater do with a gradient. */
    private static void update(NetworkHost host, double[] gradient, int step) {
        INDArray row = host.model().gradients();
        row.assign(Nd4j.create(gradient));
        host.model().blocks().forEach(block -> block.update(step, 0));
        host.model().weights().subi(row);
    }
}
