package io.github.redescent.spi;

import io.github.redescent.Recipe;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Run;
import io.github.redescent.control.RunWatcher;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.replay.TraceRecorder;
import java.nio.file.Path;
import java.util.Optional;

/** Writes the run into a trace file. */
final class TraceWatcher implements RunWatcher {
    private final Path file;
    private Optional<TraceRecorder> recorder = Optional.empty();

    TraceWatcher(Path file) {
        this.file = file;
    }

    @Override
    public void started(Recipe recipe, Run run) {
        recorder = Optional.of(TraceRecorder.to(file, recipe, run.parameters()));
    }

    @Override
    public void beforeUpdate(Observation now) {
        observed(now);
    }

    @Override
    public void observed(Observation now) {
        recorder.ifPresent(trace -> trace.write(now));
    }

    @Override
    public void happened(TrainingEvent event) {
        recorder.ifPresent(trace -> trace.note(event));
    }

    @Override
    public void ended() {
        recorder.ifPresent(TraceRecorder::close);
    }

    @Override
    public String toString() {
        return "the trace " + file;
    }
}
