package com.example;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.evaluator.Accuracy;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.loss.Loss;
import io.github.redescent.Recipe;
import io.github.redescent.djl.ControlledOptimizer;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.policy.ReinitializeOnBadRegion;
import io.github.redescent.policy.ResetOnDecay;
import java.util.LinkedHashMap;
import java.util.Map;

/** Each of DJL's sets of listeners, which every public example adds, before and after ours. */
public final class Defaults {
    private Defaults() {}

    public static void main(String[] args) throws Exception {
        Map<String, TrainingListener[]> defaults = new LinkedHashMap<>();
        defaults.put("basic", TrainingListener.Defaults.basic());
        defaults.put("logging", TrainingListener.Defaults.logging());
        defaults.put("logging, every third batch", TrainingListener.Defaults.logging(3));
        for (Map.Entry<String, TrainingListener[]> each : defaults.entrySet()) {
            train(each.getValue(), true);
            train(each.getValue(), false);
            System.out.println("defaults: " + each.getKey());
        }
        System.out.println("life: all as expected");
    }

    private static void train(TrainingListener[] listeners, boolean before) throws Exception {
        Engine.getInstance().setRandomSeed(1);
        Recipe recipe = Recipe.of(ResetOnDecay.defaults(), ReinitializeOnBadRegion.defaults());
        var optimizer = ControlledOptimizer.of(OptimizerSpec.adam(1e-2), recipe);
        DefaultTrainingConfig config =
                new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss()).addEvaluator(new Accuracy());
        if (before) {
            config.addTrainingListeners(listeners);
        }
        optimizer.control(config);
        if (!before) {
            config.addTrainingListeners(listeners);
        }

        try (Model model = Clouds.model();
                Trainer trainer = model.newTrainer(config)) {
            trainer.initialize(Clouds.BATCH);
            ArrayDataset data = Clouds.data(model.getNDManager());
            EasyTrain.fit(trainer, 10, data, data);
            float loss = trainer.getTrainingResult().getValidateLoss();
            if (!(loss < 0.7)) {
                throw new AssertionError("not so: it has learned, validation loss " + loss);
            }
            optimizer.restoreBest();
        }
    }
}
