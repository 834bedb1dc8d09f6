package io.github.redescent.dl4j;

import io.github.redescent.control.RunWatcher;
import io.github.redescent.control.TrainingEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * What a listener may be told besides the recipe.
 *
 * @param lossScale what every loss is multiplied by before anything looks at it; default 1. DL4J sums the score of a
 *     recurrent output over time steps, so 1/steps makes it a loss per step
 * @param validation measures the validation loss after each epoch
 * @param trace a file that gets the run's observations
 * @param events is told each event, on the training thread; what it throws is reported once
 * @param watchers look on
 * @param updaters stock updaters by the name that a recipe calls them
 */
record ControlOptions(
        double lossScale,
        Optional<ToDoubleFunction<Model>> validation,
        Optional<Path> trace,
        Consumer<? super TrainingEvent> events,
        List<RunWatcher> watchers,
        Map<String, IUpdater> updaters) {
    static final ControlOptions DEFAULTS =
            new ControlOptions(1, Optional.empty(), Optional.empty(), event -> {}, List.of(), Map.of());

    ControlOptions {
        if (!(lossScale > 0 && lossScale < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("lossScale must be positive and finite, got " + lossScale
                    + "; use 1.0 / timeSteps for a loss per time step");
        }
        watchers = List.copyOf(watchers);
        updaters = Map.copyOf(updaters);
        updaters.forEach(ControlOptions::requireRule);
    }

    private static void requireRule(String name, IUpdater updater) {
        if (updater instanceof NoOp) {
            throw new IllegalArgumentException("the updater \"" + name + "\" must be one that trains, got " + updater
                    + "; NoOp applies the raw gradient: to keep a group from training, freeze it");
        }
    }

    ControlOptions withLossScale(double scale) {
        return new ControlOptions(scale, validation, trace, events, watchers, updaters);
    }

    ControlOptions withValidation(ToDoubleFunction<Model> loss) {
        return new ControlOptions(lossScale, Optional.of(loss), trace, events, watchers, updaters);
    }

    ControlOptions withTrace(Path file) {
        return new ControlOptions(lossScale, validation, Optional.of(file), events, watchers, updaters);
    }

    ControlOptions withEvents(Consumer<? super TrainingEvent> consumer) {
        return new ControlOptions(lossScale, validation, trace, consumer, watchers, updaters);
    }

    ControlOptions withWatcher(RunWatcher watcher) {
        List<RunWatcher> more = new ArrayList<>(watchers);
        more.add(watcher);
        return new ControlOptions(lossScale, validation, trace, events, more, updaters);
    }

    ControlOptions withUpdater(String name, IUpdater updater) {
        Map<String, IUpdater> more = new HashMap<>(updaters);
        more.put(name, NamedUpdaters.copy(updater));
        return new ControlOptions(lossScale, validation, trace, events, watchers, more);
    }
}
