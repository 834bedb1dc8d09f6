package io.github.redescent.benchmarks.rescue;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import ai.djl.training.loss.SoftmaxCrossEntropyLoss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import ai.djl.translate.Batchifier;
import io.github.redescent.Recipe;
import io.github.redescent.control.Fate;
import io.github.redescent.djl.ControlledOptimizer;
import io.github.redescent.optimizer.OptimizerSpec;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Function;

/** A dense net of DJL. */
final class DjlNet implements Net {
    private final Model model = Model.newInstance("rescue", Device.cpu());
    private final SequentialBlock block = new SequentialBlock();
    private final Loss loss;
    private final Trainer trainer;
    private final Optional<ControlledOptimizer> control;
    private double rate;

    DjlNet(Configuration of, long seed, double rate, Optional<Recipe> recipe) {
        Architecture shape = of.task().net();
        if (shape.kind() != Architecture.Kind.DENSE) {
            throw new IllegalArgumentException("DJL's nets are dense here, got " + shape.kind());
        }
        this.rate = rate;
        this.loss = shape.output() == Output.SOFTMAX
                ? new SoftmaxCrossEntropyLoss("loss", 1, -1, false, true)
                : Loss.l2Loss("loss", 1);
        Engine.getInstance().setRandomSeed(Math.toIntExact(seed));
        for (int units : shape.hidden()) {
            block.add(Linear.builder().setUnits(units).build()).add(activation(shape.activation()));
        }
        block.add(
                Linear.builder().setUnits(of.task().examples().targetShape()[0]).build());
        model.setBlock(block);
        this.control = recipe.map(it -> ControlledOptimizer.of(spec(of, rate), it));
        DefaultTrainingConfig config = new DefaultTrainingConfig(loss).optDevices(new Device[] {Device.cpu()});
        control.ifPresentOrElse(
                it -> config.optOptimizer(it).addTrainingListeners(it.listeners()),
                () -> config.optOptimizer(optimizer(of)));
        this.trainer = model.newTrainer(config);
        trainer.initialize(new Shape(1).addAll(new Shape(of.task().examples().inputShape())));
    }

    @Override
    public double fit(Examples examples) {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            NDList inputs = new NDList(array(manager, examples.inputs(), examples.count(), examples.inputShape()));
            NDList targets = new NDList(array(manager, examples.targets(), examples.count(), examples.targetShape()));
            double before = loss(inputs, targets);
            Batch batch = new Batch(
                    manager.newSubManager(),
                    inputs,
                    targets,
                    examples.count(),
                    Batchifier.STACK,
                    Batchifier.STACK,
                    0,
                    0);
            EasyTrain.trainBatch(trainer, batch);
            trainer.step();
            return before;
        }
    }

    @Override
    public double loss(Examples examples) {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            return loss(
                    new NDList(array(manager, examples.inputs(), examples.count(), examples.inputShape())),
                    new NDList(array(manager, examples.targets(), examples.count(), examples.targetShape())));
        }
    }

    private double loss(NDList inputs, NDList targets) {
        NDList predicted = block.forward(new ParameterStore(inputs.head().getManager(), false), inputs, false);
        return loss.evaluate(targets, predicted).getFloat();
    }

    @Override
    public float[] weights() {
        float[] all = new float[size()];
        int next = 0;
        for (Parameter parameter : block.getParameters().values()) {
            float[] values = parameter.getArray().toFloatArray();
            System.arraycopy(values, 0, all, next, values.length);
            next += values.length;
        }
        return all;
    }

    @Override
    public void weights(float[] all) {
        int next = 0;
        for (Parameter parameter : block.getParameters().values()) {
            float[] values = new float[Math.toIntExact(parameter.getArray().size())];
            System.arraycopy(all, next, values, 0, values.length);
            next += values.length;
            set(parameter, values);
        }
    }

    @Override
    public void scaleWeights(float factor) {
        for (Parameter parameter : block.getParameters().values()) {
            if (parameter.getType() == Parameter.Type.WEIGHT) {
                float[] values = parameter.getArray().toFloatArray();
                for (int i = 0; i < values.length; i++) {
                    values[i] *= factor;
                }
                set(parameter, values);
            }
        }
    }

    @Override
    public void hiddenBiases(DoubleSupplier values) {
        int last = block.getParameters().size() - 1;
        for (int i = 0; i < last; i++) {
            Parameter parameter = block.getParameters().valueAt(i);
            if (parameter.getType() == Parameter.Type.BIAS) {
                float[] biases = new float[Math.toIntExact(parameter.getArray().size())];
                for (int unit = 0; unit < biases.length; unit++) {
                    biases[unit] = (float) values.getAsDouble();
                }
                set(parameter, biases);
            }
        }
    }

    @Override
    public void rate(double newRate) {
        rate = newRate;
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
        trainer.close();
        model.close();
    }

    private int size() {
        return block.getParameters().values().stream()
                .mapToInt(parameter -> Math.toIntExact(parameter.getArray().size()))
                .sum();
    }

    private static void set(Parameter parameter, float[] values) {
        try (NDArray alias = parameter.getArray().stopGradient();
                NDArray source = alias.getManager().create(values, alias.getShape())) {
            alias.set(new NDIndex("..."), source);
        }
    }

    private static NDArray array(NDManager manager, float[] values, int count, long[] shape) {
        return manager.create(values, new Shape(Examples.batchShape(count, shape)));
    }

    private static Function<NDList, NDList> activation(Architecture.Hidden kind) {
        return switch (kind) {
            case RELU -> Activation::relu;
            case TANH -> Activation::tanh;
            case SIGMOID -> Activation::sigmoid;
        };
    }

    private static OptimizerSpec spec(Configuration of, double rate) {
        return switch (of.rule().kind()) {
            case ADAM -> OptimizerSpec.adam(rate);
            case RMSPROP -> OptimizerSpec.rmsProp(rate);
            case MOMENTUM -> OptimizerSpec.sgd(rate).withMomentum(of.cause().momentum());
            case SGD -> OptimizerSpec.sgd(rate);
        };
    }

    /** DJL's own, at a rate that the benchmark turns. */
    private Optimizer optimizer(Configuration of) {
        Tracker dial = updates -> (float) rate;
        return switch (of.rule().kind()) {
            case ADAM -> Optimizer.adam().optLearningRateTracker(dial).build();
            case RMSPROP -> throw new IllegalArgumentException("DJL's own RMSprop does not work on PyTorch");
            case MOMENTUM ->
                Optimizer.sgd()
                        .setLearningRateTracker(dial)
                        .optMomentum((float) of.cause().momentum())
                        .build();
            case SGD -> Optimizer.sgd().setLearningRateTracker(dial).build();
        };
    }
}
