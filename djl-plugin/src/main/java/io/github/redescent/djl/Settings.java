package io.github.redescent.djl;

import ai.djl.training.tracker.ParameterTracker;
import io.github.redescent.Recipe;
import io.github.redescent.control.RunWatcher;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.djl.optimizer.GradientTreatment;
import io.github.redescent.djl.optimizer.Rule;
import io.github.redescent.optimizer.Host;
import io.github.redescent.optimizer.OptimizerSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an optimizer was built with.
 *
 * @param spec the optimizer of all parameters that no group gives another
 * @param standIn whether the spec only stands in, since the groups give every parameter they train one of its own
 * @param recipe what controls it; without policies it is only an optimizer
 * @param trackers the host's schedules that rates may name
 * @param treatment what is done to gradients first
 * @param trainNormalization whether running statistics of frozen parameters go on
 * @param trace a file that gets the run's observations
 * @param watchers look on
 */
record Settings(
        OptimizerSpec spec,
        boolean standIn,
        Recipe recipe,
        Map<String, ParameterTracker> trackers,
        GradientTreatment treatment,
        boolean trainNormalization,
        Optional<Path> trace,
        List<RunWatcher> watchers) {
    /**
     * Checks the spec.
     *
     * @throws UnsupportedByBackendException if DJL cannot carry it out
     * @throws IllegalArgumentException if its rate names a schedule that is not bound
     */
    Settings {
        trackers = Map.copyOf(trackers);
        watchers = List.copyOf(watchers);
        requireKnown(spec, new Trackers(trackers));
    }

    /** Returns the optimizer's name, which is its group's too. */
    String name() {
        return spec.kind();
    }

    /** Returns whether anybody looks at what happens: groups alone do not. */
    boolean watched() {
        return !recipe.policies().isEmpty();
    }

    /** Checks that the program can carry a spec out and that its schedule is bound. */
    static void requireKnown(OptimizerSpec spec, Trackers trackers) {
        if (spec instanceof Host host) {
            throw new UnsupportedByBackendException("DJL's own optimizers can be neither reset nor saved, so the host"
                    + " optimizer \"" + host.name() + "\" cannot be bound; use a spec such as"
                    + " OptimizerSpec.adam(1e-3)");
        }
        Rule.of(spec);
        if (!spec.rate().hostName().isEmpty()) {
            trackers.require(spec.rate().hostName());
        }
    }
}
