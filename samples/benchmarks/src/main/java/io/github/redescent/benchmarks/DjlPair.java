package io.github.redescent.benchmarks;

import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import io.github.redescent.djl.ControlledOptimizer;
import io.github.redescent.optimizer.OptimizerSpec;
import java.util.List;
import java.util.function.Supplier;

/**
 * One rule, ours and DJL's own.
 *
 * @param name how the results call it
 * @param bytes that the rule must move per parameter, at least: what it reads and writes, the zeroed gradient included
 * @param ours makes ours
 * @param djl makes DJL's
 */
record DjlPair(String name, int bytes, Supplier<Optimizer> ours, Supplier<Optimizer> djl) {
    static List<DjlPair> all() {
        Tracker rate = Tracker.fixed((float) DjlShape.RATE);
        return List.of(
                new DjlPair(
                        "adam",
                        32,
                        () -> ControlledOptimizer.of(OptimizerSpec.adam(DjlShape.RATE)),
                        () -> Optimizer.adam().optLearningRateTracker(rate).build()),
                new DjlPair(
                        "adamw",
                        32,
                        () -> ControlledOptimizer.of(OptimizerSpec.adamW(DjlShape.RATE)),
                        () -> Optimizer.adamW().optLearningRateTracker(rate).build()),
                new DjlPair(
                        "momentum",
                        24,
                        () -> ControlledOptimizer.of(
                                OptimizerSpec.sgd(DjlShape.RATE).withMomentum(0.9)),
                        () -> Optimizer.sgd()
                                .setLearningRateTracker(rate)
                                .optMomentum(0.9f)
                                .build()),
                new DjlPair(
                        "sgd",
                        16,
                        () -> ControlledOptimizer.of(OptimizerSpec.sgd(DjlShape.RATE)),
                        () -> Optimizer.sgd().setLearningRateTracker(rate).build()));
    }
}
