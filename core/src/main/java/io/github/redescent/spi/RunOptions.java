package io.github.redescent.spi;

import io.github.redescent.control.RunWatcher;
import io.github.redescent.control.TrainingEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a run is told besides its recipe.
 *
 * @param trace a file that gets the run's observations
 * @param events is told each event, on the training thread
 * @param warnings gets a line for what a user should know and nobody decided
 * @param watchers look on
 */
public record RunOptions(
        Optional<Path> trace,
        Consumer<? super TrainingEvent> events,
        Consumer<String> warnings,
        List<RunWatcher> watchers) {
    /** Copies the list. */
    public RunOptions {
        watchers = List.copyOf(watchers);
    }

    /** Makes options of a run that nobody watches. */
    public RunOptions(Optional<Path> trace, Consumer<? super TrainingEvent> events, Consumer<String> warnings) {
        this(trace, events, warnings, List.of());
    }

    /** Returns who looks on; the trace, where there is one, is the first to be written. */
    Watchers everyone() {
        List<RunWatcher> all = new ArrayList<>();
        trace.ifPresent(file -> all.add(new TraceWatcher(file)));
        all.addAll(watchers);
        return new Watchers(all, warnings);
    }
}
