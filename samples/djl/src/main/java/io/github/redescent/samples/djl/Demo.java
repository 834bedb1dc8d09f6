package io.github.redescent.samples.djl;

import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.translate.TranslateException;
import io.github.redescent.Recipe;
import io.github.redescent.Recipes;
import io.github.redescent.djl.ControlledOptimizer;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.samples.common.Digits;
import io.github.redescent.samples.common.Images;
import io.github.redescent.samples.common.Rescue;
import java.io.IOException;
import java.util.Locale;

/**
 * Trains an image classifier twice from the same seed with a first learning rate that is far too big: alone it hangs,
 * with a recipe it learns. Argument: the seed.
 */
public final class Demo {
    private static final int EPOCHS = 16;
    private static final int TRAINING = 2000;
    private static final int BATCH = 50;
    private static final double FAR_TOO_BIG = 0.1;

    private Demo() {}

    /** Runs it; exits with 1 if the first run does not get stuck or the second does not recover. */
    public static void main(String[] arguments) throws IOException, TranslateException {
        long start = System.nanoTime();
        long seed = Long.parseLong(arguments[0]);
        Images digits = Digits.read();
        long steps = (long) EPOCHS * TRAINING / BATCH;
        System.out.printf(
                Locale.ROOT,
                "A classifier of %d digits, Adam(%.1f), seed %d, %d updates.%n",
                TRAINING,
                FAR_TOO_BIG,
                seed,
                steps);

        ControlledOptimizer plain = ControlledOptimizer.of(OptimizerSpec.adam(FAR_TOO_BIG));
        double stuck = train("A alone     ", digits, seed, plain, () -> {});

        Recipe recipe = Recipes.rescue(Rescue.LEARNT).withSeed(seed).withPlannedSteps(steps);
        ControlledOptimizer controlled = ControlledOptimizer.builder(OptimizerSpec.adam(FAR_TOO_BIG))
                .recipe(recipe)
                .events(Rescue::tell)
                .build();
        double learnt = train("B controlled", digits, seed, controlled, controlled::restoreBest);

        Rescue.of(stuck, learnt, controlled.history()).conclude("\"framework\":\"djl\",", start);
    }

    /** Returns the loss on the validation images. */
    private static double train(
            String name, Images digits, long seed, ControlledOptimizer optimizer, Runnable afterwards)
            throws IOException, TranslateException {
        try (NDManager manager = NDManager.newBaseManager();
                Model model = Classifier.build(seed, 10);
                Trainer trainer = Classifier.trainer(model, optimizer)) {
            ArrayDataset training = Batches.of(digits.part(0, TRAINING), manager, BATCH);
            ArrayDataset validation = Batches.of(digits.part(TRAINING, digits.count()), manager, BATCH);
            for (int epoch = 1; epoch <= EPOCHS; epoch++) {
                EasyTrain.fit(trainer, 1, training, validation);
                if (epoch % 3 == 0) {
                    System.out.printf(
                            Locale.ROOT,
                            "%s epoch %2d validation loss %.2f%n",
                            name,
                            epoch,
                            trainer.getTrainingResult().getValidateLoss());
                }
            }
            afterwards.run();
            EasyTrain.evaluateDataset(trainer, validation);
            trainer.notifyListeners(listener -> listener.onEpoch(trainer));
            return trainer.getTrainingResult().getValidateLoss();
        }
    }
}
