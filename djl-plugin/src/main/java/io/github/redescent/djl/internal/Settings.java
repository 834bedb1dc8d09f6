package io.github.redescent.djl.internal;

import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.OptimizerSpec;

/**
 * What an optimizer was built with.
 *
 * @param spec what it is
 * @param rule how the program carries it out
 * @param schedules the host's schedules that its rate names
 * @param treatment what is done to gradients first
 */
public record Settings(OptimizerSpec spec, Rule rule, Schedules schedules, GradientTreatment treatment) {
    /**
     * Translates a spec.
     *
     * @throws io.github.redescent.control.UnsupportedByBackendException if DJL cannot carry it out
     * @throws IllegalArgumentException if its rate names a schedule that is not bound
     */
    public static Settings of(OptimizerSpec spec, Schedules schedules, GradientTreatment treatment) {
        Rule rule = spec.match(new Rules());
        if (!spec.rate().hostName().isEmpty()) {
            schedules.require(spec.rate().hostName());
        }
        return new Settings(spec, rule, schedules, treatment);
    }

    /** Returns the optimizer's name, which is its group's too. */
    String name() {
        return spec.getClass().getSimpleName();
    }

    LearningRate rate() {
        return spec.rate();
    }
}
