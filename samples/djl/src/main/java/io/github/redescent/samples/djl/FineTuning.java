package io.github.redescent.samples.djl;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.SequentialBlock;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.translate.TranslateException;
import io.github.redescent.Recipe;
import io.github.redescent.djl.ControlledOptimizer;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.samples.common.Images;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Trains a classifier, saves it, and fine-tunes the saved one, with a new head, by a recipe's groups. */
public final class FineTuning {
    /** Globs of the pretrained layers, from the input on. */
    public static final List<String> BODY = List.of("01Conv2d/**", "03Conv2d/**", "06Linear/**");

    /** Glob of the layer that is replaced. */
    public static final String HEAD = "08Linear/**";

    private static final String NAME = "digits";
    private static final int PRETRAINING_BATCH = 50;
    private static final int FINE_TUNING_BATCH = 10;

    private FineTuning() {}

    /** Trains a net from scratch and saves it. */
    public static void pretrain(Images images, int classes, int epochs, long seed, Path folder)
            throws IOException, TranslateException {
        ControlledOptimizer optimizer = ControlledOptimizer.of(OptimizerSpec.adam(1e-3));
        try (NDManager manager = NDManager.newBaseManager();
                Model model = Classifier.build(seed, classes);
                Trainer trainer = Classifier.trainer(model, optimizer)) {
            EasyTrain.fit(trainer, epochs, Batches.of(images, manager, PRETRAINING_BATCH), null);
            model.save(folder, NAME);
        }
    }

    /**
     * Loads the saved net, replaces its head, and trains it.
     *
     * @param recipe gives every parameter its optimizer
     * @param epochs each goes once over all images, in batches of ten
     */
    public static FineTuned fineTune(Path folder, Images images, int classes, Recipe recipe, int epochs, long seed)
            throws IOException, TranslateException, MalformedModelException {
        ControlledOptimizer optimizer = ControlledOptimizer.of(OptimizerSpec.adam(1e-3), recipe);
        Model model = load(folder, classes, seed);
        SequentialBlock block = (SequentialBlock) model.getBlock();
        block.removeLastBlock();
        block.add(Classifier.head(classes));
        try (NDManager manager = NDManager.newBaseManager();
                Trainer trainer = Classifier.trainer(model, optimizer)) {
            ArrayDataset batches = Batches.of(images, manager, FINE_TUNING_BATCH);
            EasyTrain.fit(trainer, epochs, batches, null);
        }
        return new FineTuned(model, load(folder, classes, seed));
    }

    private static Model load(Path folder, int classes, long seed) throws IOException, MalformedModelException {
        Model model = Classifier.build(seed, classes);
        model.load(folder, NAME);
        return model;
    }
}
