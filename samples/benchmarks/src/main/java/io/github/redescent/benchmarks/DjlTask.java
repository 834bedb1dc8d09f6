package io.github.redescent.benchmarks;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.listener.EpochTrainingListener;
import ai.djl.training.listener.EvaluatorTrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.translate.TranslateException;
import io.github.redescent.djl.ControlledOptimizer;
import java.io.IOException;
import java.util.function.Supplier;

/**
 * Something for DJL to learn.
 *
 * @param name how the results call it
 * @param net makes an untrained one
 * @param training learnt from; shuffled by the run's seed
 * @param validation looked at after every epoch, to choose by
 * @param test looked at once
 */
record DjlTask(String name, Supplier<Block> net, Examples training, Examples validation, Examples test) {
    private static final int BATCH = 50;

    /** Returns the updates of some epochs. */
    long steps(int epochs) {
        return (long) epochs * ((training.count() + BATCH - 1) / BATCH);
    }

    /** Trains one net. */
    Outcome train(ControlledOptimizer optimizer, int epochs, long seed) throws IOException, TranslateException {
        Engine.getInstance().setRandomSeed(Math.toIntExact(seed));
        try (NDManager manager = NDManager.newBaseManager();
                Model model = Model.newInstance(name, Device.cpu())) {
            model.setBlock(net.get());
            try (Trainer trainer = model.newTrainer(new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                    .optOptimizer(optimizer)
                    .optDevices(new Device[] {Device.cpu()})
                    .addTrainingListeners(new EpochTrainingListener(), new EvaluatorTrainingListener())
                    .addTrainingListeners(optimizer.listeners()))) {
                trainer.initialize(new Shape(1).addAll(training.shape()));
                ArrayDataset batches = training.shuffled(seed).dataset(manager, BATCH);
                EasyTrain.fit(trainer, epochs, batches, validation.dataset(manager, BATCH));
                return new Outcome(
                        training.evaluate(model.getBlock()),
                        validation.evaluate(model.getBlock()),
                        test.evaluate(model.getBlock()));
            }
        }
    }

    /**
     * How a trained net does.
     *
     * @param training on what it learnt from
     * @param validation on what was chosen by
     * @param test on what it never saw
     */
    record Outcome(Score training, Score validation, Score test) {}

    /**
     * How a net does on some examples.
     *
     * @param loss mean cross-entropy, in nats
     * @param accuracy share that it tells right
     */
    record Score(double loss, double accuracy) {}
}
