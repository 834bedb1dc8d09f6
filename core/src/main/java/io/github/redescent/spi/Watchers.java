package io.github.redescent.spi;

import io.github.redescent.Recipe;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Run;
import io.github.redescent.control.RunWatcher;
import io.github.redescent.control.TrainingEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Everyone who looks on at a run. Who throws is reported and sent away; the run goes on. */
final class Watchers {
    private final List<RunWatcher> present;
    private final Consumer<String> warnings;
    private final List<TrainingEvent> opening = new ArrayList<>();
    private boolean started;

    Watchers(List<RunWatcher> watchers, Consumer<String> warnings) {
        this.present = new ArrayList<>(watchers);
        this.warnings = warnings;
    }

    boolean isEmpty() {
        return present.isEmpty();
    }

    /** Begins to show the run, what happened while it was attached first. Only here may a watcher refuse. */
    void started(Recipe recipe, Run run) {
        present.forEach(watcher -> watcher.started(recipe, run));
        started = true;
        opening.forEach(this::happened);
        opening.clear();
    }

    Set<Measurement> wants(long step) {
        Set<Measurement> union = new HashSet<>();
        tell(watcher -> union.addAll(watcher.wants(step)));
        return union;
    }

    void beforeUpdate(Observation now) {
        tell(watcher -> watcher.beforeUpdate(now));
    }

    void observed(Observation now) {
        tell(watcher -> watcher.observed(now));
    }

    void happened(TrainingEvent event) {
        if (started) {
            tell(watcher -> watcher.happened(event));
        } else if (!isEmpty()) {
            opening.add(event);
        }
    }

    void ended() {
        tell(RunWatcher::ended);
    }

    private void tell(Consumer<RunWatcher> call) {
        for (int i = 0; i < present.size(); i++) { // called at each step: without an iterator
            RunWatcher watcher = present.get(i);
            try {
                call.accept(watcher);
            } catch (RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError failure) {
                present.remove(i--);
                warnings.accept(
                        watcher + " failed (" + failure + ") and is not shown the rest of this run; training goes on");
            }
        }
    }
}
