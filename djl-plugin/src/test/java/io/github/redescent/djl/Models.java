package io.github.redescent.djl;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.dataset.Batch;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.util.Pair;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/** Small models and data for tests: Gaussian clusters of 8 features in 3 classes. */
final class Models {
    static final Shape INPUT = new Shape(32, 8);

    private Models() {}

    static SequentialBlock perceptron() {
        return new SequentialBlock()
                .add(Linear.builder().setUnits(16).build())
                .add(Activation::relu)
                .add(Linear.builder().setUnits(3).build());
    }

    static SequentialBlock normalised() {
        return new SequentialBlock()
                .add(Linear.builder().setUnits(16).build())
                .add(BatchNorm.builder().build())
                .add(Activation::relu)
                .add(Linear.builder().setUnits(3).build());
    }

    /** 67,000 weights, whose optimizer state shows in the process's memory. */
    static SequentialBlock wide() {
        return new SequentialBlock()
                .add(Linear.builder().setUnits(256).build())
                .add(Activation::relu)
                .add(Linear.builder().setUnits(250).build())
                .add(Activation::relu)
                .add(Linear.builder().setUnits(3).build());
    }

    /** The net of the contract. */
    static SequentialBlock contract() {
        return new SequentialBlock()
                .add(Linear.builder().setUnits(16).build())
                .add(Activation::tanh)
                .add(BatchNorm.builder().build())
                .add(Linear.builder().setUnits(3).build());
    }

    /** A model whose weights the seed decides; the global generator is set anew. */
    static Model model(Block block, int seed) {
        Engine.getInstance().setRandomSeed(seed);
        Model model = Model.newInstance("test", Device.cpu());
        model.setBlock(block);
        return model;
    }

    static Trainer trainer(Model model, Optimizer optimizer, TrainingListener... listeners) {
        return trainer(model, optimizer, INPUT, listeners);
    }

    static Trainer trainer(Model model, Optimizer optimizer, Shape input, TrainingListener... listeners) {
        Trainer trainer = model.newTrainer(new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optOptimizer(optimizer)
                .optDevices(new Device[] {Device.cpu()})
                .addTrainingListeners(listeners));
        trainer.initialize(input);
        return trainer;
    }

    static ArrayDataset data(NDManager manager) {
        int examples = 256;
        Random random = new Random(1);
        float[] features = new float[examples * 8];
        float[] labels = new float[examples];
        for (int i = 0; i < examples; i++) {
            labels[i] = random.nextInt(3);
            for (int j = 0; j < 8; j++) {
                features[i * 8 + j] = (float) (random.nextGaussian() + (j % 3 == (int) labels[i] ? 1 : 0));
            }
        }
        return new ArrayDataset.Builder()
                .setData(manager.create(features, new Shape(examples, 8)))
                .optLabels(manager.create(labels))
                .setSampling(32, false)
                .build();
    }

    /** Trains for some steps, over the same batches in the same order. */
    static void steps(Trainer trainer, int count) throws Exception {
        try (NDManager manager = NDManager.newBaseManager()) {
            ArrayDataset data = data(manager);
            Iterator<Batch> batches = trainer.iterateDataset(data).iterator();
            for (int i = 0; i < count; i++) {
                if (!batches.hasNext()) {
                    batches = trainer.iterateDataset(data).iterator();
                }
                try (Batch batch = batches.next()) {
                    EasyTrain.trainBatch(trainer, batch);
                    trainer.step();
                }
            }
        }
    }

    static Map<String, float[]> weights(Model model) {
        Map<String, float[]> result = new LinkedHashMap<>();
        for (Pair<String, Parameter> pair : model.getBlock().getParameters()) {
            result.put(pair.getKey(), pair.getValue().getArray().toFloatArray());
        }
        return result;
    }

    /** The largest difference between any two entries, NaN where one is. */
    static double difference(Map<String, float[]> one, Map<String, float[]> other) {
        double largest = 0;
        for (Map.Entry<String, float[]> entry : one.entrySet()) {
            float[] values = other.getOrDefault(entry.getKey(), new float[0]);
            for (int i = 0; i < entry.getValue().length; i++) {
                largest = Math.max(largest, Math.abs(entry.getValue()[i] - values[i]));
            }
        }
        return largest;
    }

    /** The Euclidean distance. */
    static double distance(Map<String, float[]> one, Map<String, float[]> other) {
        double squares = 0;
        for (Map.Entry<String, float[]> entry : one.entrySet()) {
            float[] values = other.getOrDefault(entry.getKey(), new float[0]);
            for (int i = 0; i < entry.getValue().length; i++) {
                squares += Math.pow(entry.getValue()[i] - values[i], 2);
            }
        }
        return Math.sqrt(squares);
    }
}
