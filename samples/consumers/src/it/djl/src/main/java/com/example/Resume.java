package com.example;

import ai.djl.Model;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import io.github.redescent.djl.ControlledOptimizer;
import io.github.redescent.optimizer.OptimizerSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Goes on in a process of its own, and ends where the first one did. */
public final class Resume {
    private Resume() {}

    public static void main(String[] args) throws Exception {
        Path target = Path.of(args[0]);
        var optimizer = ControlledOptimizer.of(OptimizerSpec.adam(1e-2), Life.RECIPE);
        DefaultTrainingConfig config = new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss());
        config.optOptimizer(optimizer).addTrainingListeners(optimizer.listeners());

        try (Model model = Clouds.model();
                Trainer trainer = model.newTrainer(config)) {
            trainer.initialize(Clouds.BATCH);
            optimizer.resume(target.resolve("run.zip"));
            EasyTrain.fit(trainer, 5, Clouds.data(model.getNDManager()), null);

            Life.expect(
                    Arrays.equals(Clouds.weights(model), Files.readAllBytes(target.resolve("expected.bin"))),
                    "a resumed run ends at the same weights");
            optimizer.restoreBest();
        }
    }
}
