package io.github.redescent.benchmarks;

import ai.djl.translate.TranslateException;
import io.github.redescent.Recipe;
import io.github.redescent.control.ResetMode;
import io.github.redescent.djl.ControlledOptimizer;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.policy.ResetOnDecay;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;

/**
 * Does it help to reset Adam's state at each decay of the learning rate? Ten seeds each, the same for every mode, so
 * that differences are paired. The first rate is chosen without resets, on validation data and other seeds.
 */
final class ResetOnDecayBench {
    private static final List<Double> RATES = List.of(1e-3, 3e-3, 1e-2, 3e-2);
    private static final List<Long> CHOOSING_SEEDS = List.of(101L, 102L);
    private static final int SEEDS = 10;

    private ResetOnDecayBench() {}

    static void run() throws IOException, TranslateException {
        study(DjlTasks.digits(), 8);
        study(DjlTasks.script(), 6);
    }

    private static void study(DjlTask task, int epochs) throws IOException, TranslateException {
        long steps = task.steps(epochs);
        Map<String, DoubleFunction<LearningRate>> schedules = new LinkedHashMap<>();
        schedules.put("steps", rate -> LearningRate.steps(rate, 0.3, List.of(steps / 2, steps * 3 / 4)));
        schedules.put("cosine", rate -> LearningRate.cosine(rate, steps));
        for (Map.Entry<String, DoubleFunction<LearningRate>> schedule : schedules.entrySet()) {
            double rate = choose(task, epochs, schedule.getValue());
            LearningRate chosen = schedule.getValue().apply(rate);
            List<DjlTask.Outcome> without = runs(task, epochs, chosen, Optional.empty());
            print(task, schedule.getKey(), rate, "none", without, without);
            for (ResetMode mode : List.of(ResetMode.FULL, ResetMode.FIRST_MOMENT)) {
                Recipe recipe = Recipe.of(ResetOnDecay.defaults().withMode(mode));
                List<DjlTask.Outcome> with = runs(task, epochs, chosen, Optional.of(recipe));
                print(task, schedule.getKey(), rate, mode.getClass().getSimpleName(), with, without);
            }
        }
    }

    private static double choose(DjlTask task, int epochs, DoubleFunction<LearningRate> schedule)
            throws IOException, TranslateException {
        Map<Double, Double> losses = new LinkedHashMap<>();
        for (double rate : RATES) {
            double sum = 0;
            for (long seed : CHOOSING_SEEDS) {
                sum += task.train(optimizer(schedule.apply(rate), Optional.empty()), epochs, seed)
                        .validation()
                        .loss();
            }
            losses.put(rate, sum);
        }
        return losses.entrySet().stream()
                .min(Comparator.comparingDouble(Map.Entry::getValue))
                .orElseThrow()
                .getKey();
    }

    private static List<DjlTask.Outcome> runs(DjlTask task, int epochs, LearningRate rate, Optional<Recipe> recipe)
            throws IOException, TranslateException {
        List<DjlTask.Outcome> outcomes = new ArrayList<>();
        for (long seed = 1; seed <= SEEDS; seed++) {
            outcomes.add(task.train(optimizer(rate, recipe), epochs, seed));
        }
        return outcomes;
    }

    private static ControlledOptimizer optimizer(LearningRate rate, Optional<Recipe> recipe) {
        OptimizerSpec adam = OptimizerSpec.adam(1).withRate(rate);
        return recipe.map(present -> ControlledOptimizer.of(adam, present))
                .orElseGet(() -> ControlledOptimizer.of(adam));
    }

    private static void print(
            DjlTask task,
            String schedule,
            double rate,
            String reset,
            List<DjlTask.Outcome> outcomes,
            List<DjlTask.Outcome> without) {
        List<Double> training = new ArrayList<>();
        List<Double> test = new ArrayList<>();
        List<Double> trainingDifference = new ArrayList<>();
        List<Double> testDifference = new ArrayList<>();
        for (int i = 0; i < outcomes.size(); i++) {
            training.add(outcomes.get(i).training().loss());
            test.add(outcomes.get(i).test().loss());
            trainingDifference.add(training.get(i) - without.get(i).training().loss());
            testDifference.add(test.get(i) - without.get(i).test().loss());
        }
        Summary ofTraining = Summary.of(trainingDifference);
        Summary ofTest = Summary.of(testDifference);
        System.out.printf(
                Locale.ROOT,
                "BENCH {\"name\":\"reset-on-decay\",\"task\":\"%s\",\"schedule\":\"%s\",\"rate\":%.4f,\"reset\":\"%s\","
                        + "\"trainingLoss\":%.4f,\"trainingSpread\":%.4f,\"testLoss\":%.4f,\"testSpread\":%.4f,"
                        + "\"trainingDifference\":%.4f,\"trainingMargin\":%.4f,"
                        + "\"testDifference\":%.4f,\"testMargin\":%.4f}%n",
                task.name(),
                schedule,
                rate,
                reset,
                Summary.of(training).mean(),
                Summary.of(training).spread(),
                Summary.of(test).mean(),
                Summary.of(test).spread(),
                ofTraining.mean(),
                ofTraining.margin(),
                ofTest.mean(),
                ofTest.margin());
    }
}
