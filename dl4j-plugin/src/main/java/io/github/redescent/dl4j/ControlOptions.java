package io.github.redescent.dl4j;

import io.github.redescent.control.RunWatcher;
import io.github.redescent.control.TrainingEvent;
import java.nio.file.Files;
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
 * @param updaters stock updaters by the name that a recipe calls them
 * @param watchers look on
 */
record ControlOptions(
        double lossScale,
        Optional<ToDoubleFunction<Model>> validation,
        Optional<Path> trace,
        Consumer<? super TrainingEvent> events,
        Map<String, IUpdater> updaters,
        List<RunWatcher> watchers) {
    static final ControlOptions DEFAULTS =
            new ControlOptions(1, Optional.empty(), Optional.empty(), event -> {}, Map.of(), List.of());

    ControlOptions {
        if (!(lossScale > 0 && lossScale < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("lossScale must be positive and finite, got " + lossScale
                    + "; use 1.0 / timeSteps for a loss per time step");
        }
        updaters = Map.copyOf(updaters);
        watchers = List.copyOf(watchers);
        updaters.forEach(ControlOptions::requireRule);
    }

    private static void requireRule(String name, IUpdater updater) {
        if (updater instanceof NoOp) {
            throw new IllegalArgumentException("the updater \"" + name + "\" must be one that trains, got " + updater
                    + "; NoOp applies the raw gradient: to keep a group from training, freeze it");
        }
    }

    /** Checks, before anything is changed, that the trace can be written. */
    void requireUsable() {
        trace.map(Path::toAbsolutePath).map(Path::getParent).ifPresent(folder -> {
            if (!Files.isDirectory(folder) || !Files.isWritable(folder)) {
                throw new IllegalArgumentException("the trace's folder must exist and be writable, got " + folder
                        + "; create it before attaching");
            }
        });
    }

    ControlOptions withLossScale(double scale) {
        return new ControlOptions(scale, validation, trace, events, updaters, watchers);
    }

    ControlOptions withValidation(ToDoubleFunction<Model> loss) {
        return new ControlOptions(lossScale, Optional.of(loss), trace, events, updaters, watchers);
    }

    ControlOptions withTrace(Path file) {
        return new ControlOptions(lossScale, validation, Optional.of(file), events, updaters, watchers);
    }

    ControlOptions withEvents(Consumer<? super TrainingEvent> consumer) {
        return new ControlOptions(lossScale, validation, trace, consumer, updaters, watchers);
    }

    ControlOptions withUpdater(String name, IUpdater updater) {
        Map<String, IUpdater> more = new HashMap<>(updaters);
        more.put(name, NamedUpdaters.copy(updater));
        return new ControlOptions(lossScale, validation, trace, events, more, watchers);
    }

    ControlOptions withWatcher(RunWatcher watcher) {
        List<RunWatcher> more = new ArrayList<>(watchers);
        more.add(watcher);
        return new ControlOptions(lossScale, validation, trace, events, updaters, more);
    }
}
