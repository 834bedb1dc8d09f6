package io.github.redescent.djl.internal;

import io.github.redescent.optimizer.OptimizerSpec;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What an optimizer was built with.
 *
 * @param spec the optimizer of all parameters that no group gives another
 * @param standIn whether the spec only stands in, since the groups give every parameter they train one of its own
 * @param schedules the host's schedules that rates may name
 * @param treatment what is done to gradients first
 * @param trainNormalization whether running statistics of frozen parameters go on
 * @param trace a file that gets the run's observations
 */
public record Settings(
        OptimizerSpec spec,
        boolean standIn,
        Schedules schedules,
        GradientTreatment treatment,
        boolean trainNormalization,
        Optional<Path> trace) {
    /**
     * Checks the spec.
     *
     * @throws io.github.redescent.control.UnsupportedByBackendException if DJL cannot carry it out
     * @throws IllegalArgumentException if its rate names a schedule that is not bound
     */
    public Settings {
        requireKnown(spec, schedules);
    }

    /** Returns the settings of one optimizer for all parameters. */
    static Settings of(OptimizerSpec spec, Schedules schedules, GradientTreatment treatment) {
        return new Settings(spec, false, schedules, treatment, false, Optional.empty());
    }

    /** Returns the optimizer's name, which is its group's too. */
    String name() {
        return spec.kind();
    }

    /** Checks that the program can carry a spec out and that its schedule is bound. */
    static void requireKnown(OptimizerSpec spec, Schedules schedules) {
        Rule.of(spec);
        if (!spec.rate().hostName().isEmpty()) {
            schedules.require(spec.rate().hostName());
        }
    }
}
