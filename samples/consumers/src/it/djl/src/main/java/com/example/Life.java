package com.example;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import io.github.redescent.Recipe;
import io.github.redescent.djl.ControlledOptimizer;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.policy.ReinitializeOnBadRegion;
import io.github.redescent.policy.ResetOnDecay;
import io.github.redescent.policy.SwitchOptimizer;
import io.github.redescent.policy.SwitchRate;
import io.github.redescent.policy.Trigger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A user's program from the first line to the last, with what it expects at each. */
public final class Life {
    static final Recipe RECIPE = Recipe.of(
                    ResetOnDecay.defaults(),
                    ReinitializeOnBadRegion.defaults().withAcceptableLoss(0.5))
            .withSeed(42);

    private Life() {}

    public static void main(String[] args) throws Exception {
        Path target = Path.of(args[0]);
        Processes.require("api-", "pytorch-engine", "redescent-core");
        trainAndSave(target);
        Processes.run("resume", any -> true, Resume.class, target.toString());
        Processes.run("verdict", jar -> jar.contains("redescent-core"), "io.github.redescent.replay.Replay", target
                .resolve("trace.jsonl")
                .toString());
        groupsAndSwitch();
        System.out.println("life: all as expected");
    }

    private static void trainAndSave(Path target) throws Exception {
        Engine.getInstance().setRandomSeed(1);
        var optimizer = ControlledOptimizer.builder(OptimizerSpec.adam(1e-2))
                .recipe(RECIPE)
                .trace(target.resolve("trace.jsonl"))
                .build();
        DefaultTrainingConfig config = new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss());
        config.optOptimizer(optimizer).addTrainingListeners(optimizer.listeners());

        try (Model model = Clouds.model();
                Trainer trainer = model.newTrainer(config)) {
            trainer.initialize(Clouds.BATCH);
            EasyTrain.fit(trainer, 20, Clouds.data(model.getNDManager()), null);
            optimizer.save(target.resolve("run.zip"));
            EasyTrain.fit(trainer, 5, Clouds.data(model.getNDManager()), null);
            Files.write(target.resolve("expected.bin"), Clouds.weights(model));

            optimizer.restoreBest();
            System.out.println(optimizer.history());
            optimizer.detach();
        }
    }

    private static void groupsAndSwitch() throws Exception {
        var groups = ParameterGroups.builder()
                .frozen("stem", "01Linear/**")
                .otherwise(OptimizerSpec.adam(1e-3));
        Recipe recipe = Recipe.of(SwitchOptimizer.to(OptimizerSpec.sgd().withMomentum(0.9))
                .when(Trigger.afterEpochs(2))
                .rate(SwitchRate.matched())
                .ramp(5));
        var optimizer = ControlledOptimizer.of(groups, recipe);
        DefaultTrainingConfig config = new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss());
        config.optOptimizer(optimizer).addTrainingListeners(optimizer.listeners());

        try (Model model = Clouds.model();
                Trainer trainer = model.newTrainer(config)) {
            trainer.initialize(Clouds.BATCH);
            byte[] before = Clouds.weights(model);
            EasyTrain.fit(trainer, 5, Clouds.data(model.getNDManager()), null);
            byte[] after = Clouds.weights(model);

            System.out.println(optimizer.describe());
            int stem = 4 * (4 * 16 + 16);
            expect(Arrays.equals(before, 0, stem, after, 0, stem), "the frozen stem has not moved");
            expect(!Arrays.equals(before, after), "the head has moved");
            expect(!optimizer.history().isEmpty(), "the switch is in the history");
        }
    }

    static void expect(boolean truth, String what) {
        if (!truth) {
            throw new AssertionError("not so: " + what);
        }
    }
}
