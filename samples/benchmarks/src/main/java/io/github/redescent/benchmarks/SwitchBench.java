package io.github.redescent.benchmarks;

import ai.djl.translate.TranslateException;
import io.github.redescent.benchmarks.DjlTask.Outcome;
import io.github.redescent.djl.ControlledOptimizer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Does a run that goes from Adam to SGD generalise better than either alone? Each way's rates are chosen on validation
 * images and other seeds.
 */
final class SwitchBench {
    private static final int EPOCHS = 15;
    private static final List<Long> CHOOSING_SEEDS = List.of(101L, 102L);
    private static final List<Long> SEEDS = List.of(1L, 2L, 3L, 4L, 5L);

    private SwitchBench() {}

    static void run() throws IOException, TranslateException {
        DjlTask task = DjlTasks.clothes();
        for (SwitchVariant variant : SwitchVariant.values()) {
            study(task, variant);
        }
    }

    /** Shows all rates of a variant that does not switch, so that a poor choice is seen for what it is. */
    static void study(DjlTask task, SwitchVariant variant) throws IOException, TranslateException {
        Map<Double, Double> validation = new HashMap<>();
        for (double rate : variant.rates()) {
            double sum = 0;
            for (Outcome outcome : outcomes(task, variant, rate, CHOOSING_SEEDS, new ArrayList<>())) {
                sum += outcome.validation().accuracy();
            }
            validation.put(rate, sum);
        }
        double chosen = variant.rates().stream()
                .max(Comparator.comparingDouble(validation::get))
                .orElseThrow();
        for (double rate : variant.switches() ? List.of(chosen) : variant.rates()) {
            List<Long> switchedAt = new ArrayList<>();
            List<Outcome> outcomes = outcomes(task, variant, rate, SEEDS, switchedAt);
            print(task, variant, rate, rate == chosen, outcomes, switchedAt);
        }
    }

    private static List<Outcome> outcomes(
            DjlTask task, SwitchVariant variant, double rate, List<Long> seeds, List<Long> switchedAt)
            throws IOException, TranslateException {
        List<Outcome> outcomes = new ArrayList<>();
        for (long seed : seeds) {
            ControlledOptimizer optimizer = variant.optimizer(rate, EPOCHS);
            outcomes.add(task.train(optimizer, EPOCHS, seed));
            optimizer.history().stream().map(event -> event.step()).limit(1).forEach(switchedAt::add);
        }
        return outcomes;
    }

    private static void print(
            DjlTask task,
            SwitchVariant variant,
            double rate,
            boolean chosen,
            List<Outcome> outcomes,
            List<Long> switchedAt) {
        Summary accuracy = of(outcomes, outcome -> outcome.test().accuracy());
        Summary loss = of(outcomes, outcome -> outcome.test().loss());
        Summary gap = of(
                outcomes,
                outcome -> outcome.training().accuracy() - outcome.test().accuracy());
        System.out.printf(
                Locale.ROOT,
                "BENCH {\"name\":\"switch-generalisation\",\"task\":\"%s\",\"variant\":\"%s\",\"rate\":%s,\"chosen\":%s,"
                        + "\"accuracy\":%.4f,\"accuracySpread\":%.4f,\"loss\":%.4f,\"lossSpread\":%.4f,"
                        + "\"gap\":%.4f,\"gapSpread\":%.4f,\"switchedAt\":%s}%n",
                task.name(),
                variant.name().toLowerCase(Locale.ROOT),
                rate,
                chosen,
                accuracy.mean(),
                accuracy.spread(),
                loss.mean(),
                loss.spread(),
                gap.mean(),
                gap.spread(),
                switchedAt);
    }

    private static Summary of(List<Outcome> outcomes, ToDoubleFunction<Outcome> what) {
        return Summary.of(outcomes.stream().map(what::applyAsDouble).toList());
    }
}
