package io.github.redescent.benchmarks.rescue;

import io.github.redescent.Recipe;
import io.github.redescent.control.Fate;
import io.github.redescent.dl4j.ControlListener;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.schedule.ISchedule;

/** A net of DL4J. */
final class Dl4jNet implements Net {
    private final Task task;
    private final MultiLayerNetwork net;
    private final Optional<ControlListener> control;
    private final Dial rate;

    Dl4jNet(Configuration of, long seed, double rate, Optional<Recipe> recipe) {
        this.task = of.task();
        this.rate = new Dial(rate);
        this.net = Dl4jNets.build(of, seed, rate, recipe.isPresent() ? null : this.rate);
        this.control = recipe.map(
                it -> ControlListener.builder(it).lossScale(1.0 / task.times()).attach(net));
    }

    @Override
    public double fit(Examples batch) {
        net.fit(dataSet(batch));
        return net.score() / task.times();
    }

    @Override
    public double loss(Examples examples) {
        DataSet all = dataSet(examples);
        ILossFunction unweighted = Dl4jNets.loss(task.net().output(), null);
        INDArray predicted = flat(net.output(all.getFeatures()));
        return unweighted.computeScore(flat(all.getLabels()), predicted, new ActivationIdentity(), null, true);
    }

    @Override
    public float[] weights() {
        return net.params().toFloatVector();
    }

    @Override
    public void weights(float[] all) {
        net.params().assign(Nd4j.create(all, net.params().shape()));
    }

    @Override
    public void scaleWeights(float factor) {
        net.paramTable().forEach((name, values) -> {
            if (name.endsWith("W")) {
                values.muli(factor);
            }
        });
    }

    @Override
    public void hiddenBiases(DoubleSupplier values) {
        String output = net.getnLayers() - 1 + "_";
        for (Map.Entry<String, INDArray> parameter : net.paramTable().entrySet()) {
            String name = parameter.getKey();
            if (!name.startsWith(output) && (name.endsWith("_b") || name.endsWith("_beta"))) {
                for (long i = 0; i < parameter.getValue().length(); i++) {
                    parameter.getValue().putScalar(i, values.getAsDouble());
                }
            }
        }
    }

    @Override
    public void rate(double newRate) {
        rate.value = newRate;
    }

    @Override
    public void restoreBest() {
        control.orElseThrow().restoreBest();
    }

    @Override
    public int actions() {
        return (int) control.orElseThrow().history().stream()
                .filter(event -> event.fate() == Fate.APPLIED)
                .count();
    }

    @Override
    public void close() {
        net.close();
    }

    /** Returns time steps as examples of their own. */
    private static INDArray flat(INDArray values) {
        return values.rank() < 3
                ? values
                : values.permute(0, 2, 1).dup('c').reshape('c', values.size(0) * values.size(2), values.size(1));
    }

    private static DataSet dataSet(Examples examples) {
        return new DataSet(
                Nd4j.create(examples.inputs(), Examples.batchShape(examples.count(), examples.inputShape()), 'c'),
                Nd4j.create(examples.targets(), Examples.batchShape(examples.count(), examples.targetShape()), 'c'));
    }

    /** A learning rate that the benchmark turns. */
    static final class Dial implements ISchedule {
        private static final long serialVersionUID = 1;
        private double value;

        Dial(double value) {
            this.value = value;
        }

        @Override
        public double valueAt(int iteration, int epoch) {
            return value;
        }

        @Override
        @SuppressWarnings("MissingSuperCall") // all copies show the same value
        public ISchedule clone() {
            return this;
        }
    }
}
