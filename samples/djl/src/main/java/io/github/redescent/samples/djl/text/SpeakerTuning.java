package io.github.redescent.samples.djl.text;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import ai.djl.training.loss.Loss;
import ai.djl.translate.Batchifier;
import io.github.redescent.Recipe;
import io.github.redescent.djl.ControlledOptimizer;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.samples.common.Dialogue;
import io.github.redescent.samples.common.MiniLm;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Fine-tunes MiniLM, by a recipe's groups, to tell which character of a television series says a line.
 *
 * @param weights the pretrained ones
 * @param training lines that are learnt from
 * @param steps optimizer updates
 * @param epochs as the recipe sees them, of equally many updates each
 */
public record SpeakerTuning(MiniLm weights, EncodedLines training, int steps, int epochs) {
    /** Globs of the pretrained parts, from the input on. */
    public static final List<String> BODY = List.of(
            "01SentenceEncoder/01embedding/**",
            "01SentenceEncoder/02layer/**",
            "01SentenceEncoder/03layer/**",
            "01SentenceEncoder/04layer/**",
            "01SentenceEncoder/05layer/**",
            "01SentenceEncoder/06layer/**",
            "01SentenceEncoder/07layer/**");

    /** Glob of the new layer on top. */
    public static final String HEAD = "02Linear/**";

    private static final int BATCH = 16;

    /** Tunes the encoder with a new head. The model is to be closed. */
    public Tuned tune(Recipe recipe, long seed) {
        ControlledOptimizer optimizer = ControlledOptimizer.of(OptimizerSpec.adam(1e-3), recipe);
        Engine.getInstance().setRandomSeed(Math.toIntExact(seed));
        SentenceEncoder encoder = new SentenceEncoder();
        Model model = Model.newInstance("speakers", Device.cpu());
        model.setBlock(new SequentialBlock()
                .add(encoder)
                .add(Linear.builder().setUnits(Dialogue.SPEAKERS.size()).build()));
        model.getBlock()
                .initialize(
                        model.getNDManager(),
                        DataType.FLOAT32,
                        new Shape(1, EncodedLines.LONGEST),
                        new Shape(1, EncodedLines.LONGEST));
        encoder.load(weights);
        Map<String, float[]> before = parts(model.getBlock());
        try (Trainer trainer = model.newTrainer(new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optOptimizer(optimizer)
                .optDevices(new Device[] {Device.cpu()})
                .addTrainingListeners(optimizer.listeners()))) {
            train(trainer, new Random(seed));
        }
        return new Tuned(model, moved(before, parts(model.getBlock())));
    }

    private void train(Trainer trainer, Random random) {
        List<Integer> order = new ArrayList<>();
        for (int step = 1; step <= steps; step++) {
            if (order.size() < BATCH) {
                order = new ArrayList<>(
                        IntStream.range(0, training.count()).boxed().toList());
                Collections.shuffle(order, random);
            }
            List<Integer> next = order.subList(0, BATCH);
            step(trainer, training.pick(next));
            next.clear();
            if (step % (steps / epochs) == 0) {
                trainer.notifyListeners(listener -> listener.onEpoch(trainer));
            }
        }
    }

    private static void step(Trainer trainer, EncodedLines lines) {
        NDManager manager = trainer.getManager().newSubManager();
        try (Batch batch = new Batch(
                manager,
                lines.inputs(manager),
                lines.labels(manager),
                lines.count(),
                Batchifier.STACK,
                Batchifier.STACK,
                0,
                0)) {
            EasyTrain.trainBatch(trainer, batch);
            trainer.step();
        }
    }

    /** Returns all numbers of the embedding, each layer, and the head. */
    private static Map<String, float[]> parts(Block block) {
        Map<String, float[]> parts = new LinkedHashMap<>();
        Block encoder = block.getChildren().valueAt(0);
        encoder.getChildren().forEach(child -> parts.put(child.getKey(), numbers(child.getValue())));
        parts.put("head", numbers(block.getChildren().valueAt(1)));
        return parts;
    }

    private static float[] numbers(Block block) {
        int size = block.getParameters().values().stream()
                .mapToInt(parameter -> (int) parameter.getArray().size())
                .sum();
        float[] numbers = new float[size];
        int next = 0;
        for (var parameter : block.getParameters().values()) {
            float[] some = parameter.getArray().toFloatArray();
            System.arraycopy(some, 0, numbers, next, some.length);
            next += some.length;
        }
        return numbers;
    }

    private static Map<String, Double> moved(Map<String, float[]> before, Map<String, float[]> after) {
        Map<String, Double> moved = new LinkedHashMap<>();
        before.forEach((part, old) -> {
            float[] present = Objects.requireNonNull(after.get(part), part);
            double distance = 0;
            double length = 0;
            for (int i = 0; i < old.length; i++) {
                distance += Math.pow(present[i] - old[i], 2);
                length += Math.pow(old[i], 2);
            }
            moved.put(part, Math.sqrt(distance / length));
        });
        return moved;
    }

    /**
     * A tuned model.
     *
     * @param model the encoder and its head; closed with this
     * @param moved by part, how far the weights went as a share of their length
     */
    public record Tuned(Model model, Map<String, Double> moved) implements AutoCloseable {
        /** Returns the share of lines whose speaker it tells right. */
        public double accuracy(EncodedLines lines) {
            int right = 0;
            for (int from = 0; from < lines.count(); from += BATCH) {
                right += right(lines.part(from, Math.min(from + BATCH, lines.count())));
            }
            return (double) right / lines.count();
        }

        private int right(EncodedLines lines) {
            try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
                NDList scores =
                        model.getBlock().forward(new ParameterStore(manager, false), lines.inputs(manager), false);
                NDArray chosen = scores.singletonOrThrow().argMax(1).toType(DataType.FLOAT32, false);
                return (int)
                        chosen.eq(lines.labels(manager).head()).countNonzero().getLong();
            }
        }

        @Override
        public void close() {
            model.close();
        }
    }
}
