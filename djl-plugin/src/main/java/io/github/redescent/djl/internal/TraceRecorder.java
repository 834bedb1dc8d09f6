package io.github.redescent.djl.internal;

import io.github.redescent.Recipe;
import io.github.redescent.control.Action;
import io.github.redescent.control.Fate;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.replay.TraceHeader;
import io.github.redescent.replay.TraceWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Records a run: its observations, each with what was applied since the one before. */
final class TraceRecorder implements AutoCloseable {
    private final TraceWriter writer;
    private final List<Action> applied = new ArrayList<>();

    private TraceRecorder(TraceWriter writer) {
        this.writer = writer;
    }

    /**
     * Starts a trace where one was asked for.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    static Optional<TraceRecorder> of(Settings settings, Recipe recipe) {
        return settings.trace().map(file -> new TraceRecorder(TraceWriter.to(file, header(file, recipe))));
    }

    private static TraceHeader header(Path file, Recipe recipe) {
        return new TraceHeader(file.getFileName().toString(), recipe.plannedSteps(), OptionalDouble.empty());
    }

    /** Takes note of what was carried out. */
    void note(TrainingEvent event) {
        if (event instanceof TrainingEvent.Decided decided && decided.fate() == Fate.APPLIED) {
            applied.addAll(decided.decision().actions());
        }
    }

    /** Writes an observation; what was applied stands with the next update, which alone has a line. */
    void write(Observation now) {
        if (now.moment() == Moment.STEP) {
            writer.write(now.withApplied(applied));
            applied.clear();
        } else {
            writer.write(now);
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the trace", e);
        }
    }
}
