package io.github.redescent.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.redescent.Recipe;
import io.github.redescent.policy.ReinitializeOnBadRegion;
import io.github.redescent.policy.ResetOnDecay;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.PerformanceListener;
import org.deeplearning4j.optimize.listeners.ScoreIterationListener;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Programs as their authors write them, with every updater: the same weights, whether a recipe watches or not. */
class ProgramShapesTest {
    private static final Recipe WATCHING =
            Recipe.of(ResetOnDecay.defaults().withDrop(0.9), ReinitializeOnBadRegion.defaults());
    private static final List<DataSet> BATCHES = Nets.batches(6);

    /** What a program does with its network. */
    private interface Program {
        void train(MultiLayerNetwork network);
    }

    private record Shape(Supplier<ListBuilder> layers, Program program) {
        MultiLayerNetwork build() {
            Nd4j.getRandom().setSeed(11);
            MultiLayerNetwork network = new MultiLayerNetwork(layers.get().build());
            network.init();
            return network;
        }
    }

    static Stream<Named<Shape>> shapes() {
        Stream<Named<Shape>> updaters = Stream.of(
                        new Sgd(0.1),
                        new Nesterovs(0.05, 0.9),
                        new RmsProp(1e-3),
                        new AdaGrad(0.05),
                        new AdaDelta(),
                        new AdaMax(1e-2),
                        new AMSGrad(1e-2),
                        new Nadam(1e-2))
                .map(updater -> Named.of(
                        updater.getClass().getSimpleName(),
                        new Shape(() -> plain(updater.clone()), ProgramShapesTest::pass)));
        Stream<Named<Shape>> programs = Stream.of(
                Named.of("dropout and noise", new Shape(ProgramShapesTest::noisy, ProgramShapesTest::pass)),
                Named.of("centre loss", new Shape(ProgramShapesTest::centred, ProgramShapesTest::pass)),
                Named.of("PReLU and a loss layer", new Shape(ProgramShapesTest::lossLayer, ProgramShapesTest::pass)),
                Named.of(
                        "listeners set on the way",
                        new Shape(ProgramShapesTest::adam, ProgramShapesTest::setListeners)),
                Named.of("rates set by hand", new Shape(ProgramShapesTest::adam, ProgramShapesTest::setRates)),
                Named.of("evaluation between passes", new Shape(ProgramShapesTest::adam, ProgramShapesTest::evaluate)),
                Named.of(
                        "arrays instead of data sets",
                        new Shape(ProgramShapesTest::adam, ProgramShapesTest::fitArrays)));
        return Stream.concat(updaters, programs);
    }

    @ParameterizedTest
    @MethodSource("shapes")
    void watchedItEndsAtTheSameWeights(Shape shape) {
        MultiLayerNetwork alone = shape.build();
        shape.program().train(alone);

        MultiLayerNetwork watched = shape.build();
        ControlListener control = ControlListener.attach(WATCHING, watched);
        shape.program().train(watched);

        assertThat(control.history()).isEmpty();
        assertThat(watched.params()).isEqualTo(alone.params());
        assertThat(watched.getIterationCount()).isEqualTo(alone.getIterationCount());
    }

    private static void pass(MultiLayerNetwork network) {
        BATCHES.forEach(network::fit);
    }

    private static void setListeners(MultiLayerNetwork network) {
        network.setListeners(new ScoreIterationListener(10));
        pass(network);
        network.setListeners(new PerformanceListener(10));
        pass(network);
    }

    private static void setRates(MultiLayerNetwork network) {
        pass(network);
        network.setLearningRate(0.0099);
        network.setLearningRate(1, 0.0098);
        pass(network);
    }

    private static void evaluate(MultiLayerNetwork network) {
        for (DataSet batch : BATCHES) {
            network.fit(batch);
            network.score(batch);
            network.output(batch.getFeatures());
        }
    }

    private static void fitArrays(MultiLayerNetwork network) {
        BATCHES.forEach(batch -> network.fit(batch.getFeatures(), batch.getLabels()));
    }

    private static ListBuilder adam() {
        return plain(new Adam(1e-2));
    }

    private static ListBuilder plain(IUpdater updater) {
        return Nets.configuration(updater)
                .list()
                .layer(Nets.dense(Nets.INPUTS, 16))
                .layer(Nets.softmax(16));
    }

    private static ListBuilder noisy() {
        return Nets.configuration(new Adam(1e-2))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(Nets.INPUTS)
                        .nOut(16)
                        .dropOut(0.7)
                        .build())
                .layer(new DenseLayer.Builder()
                        .nIn(16)
                        .nOut(16)
                        .dropOut(new GaussianNoise(0.1))
                        .build())
                .layer(Nets.softmax(16));
    }

    private static ListBuilder centred() {
        return Nets.configuration(new Adam(1e-2))
                .list()
                .layer(Nets.dense(Nets.INPUTS, 16))
                .layer(new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(16)
                        .nOut(Nets.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build());
    }

    private static ListBuilder lossLayer() {
        return Nets.configuration(new Adam(1e-2))
                .dataType(DataType.DOUBLE)
                .list()
                .layer(Nets.dense(Nets.INPUTS, 16))
                .layer(new PReLULayer.Builder().nIn(16).nOut(16).inputShape(16).build())
                .layer(Nets.dense(16, Nets.CLASSES))
                .layer(new LossLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .build());
    }
}
