package io.github.redescent.replay;

import io.github.redescent.Recipe;
import io.github.redescent.control.Action;
import io.github.redescent.control.Fate;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.TrainingEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Records a run for an adapter: its observations, each with what was applied since the one before. Not thread-safe. */
public final class TraceRecorder implements AutoCloseable {
    private final TraceWriter writer;
    private final List<Action> applied = new ArrayList<>();

    private TraceRecorder(TraceWriter writer) {
        this.writer = writer;
    }

    /**
     * Starts a trace, in place of what the file holds.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public static TraceRecorder to(Path file, Recipe recipe) {
        TraceHeader header =
                new TraceHeader(file.getFileName().toString(), recipe.plannedSteps(), OptionalDouble.empty());
        return new TraceRecorder(TraceWriter.to(file, header));
    }

    /** Takes note of what was carried out. */
    public void note(TrainingEvent event) {
        if (event instanceof TrainingEvent.Decided decided && decided.fate() == Fate.APPLIED) {
            applied.addAll(decided.decision().actions());
        }
    }

    /**
     * Writes an observation; what was applied stands with the next update, which alone has a line.
     *
     * @param now with the rate factors in force
     * @throws UncheckedIOException if it cannot be written
     */
    public void write(Observation now) {
        if (now.moment() == Moment.STEP) {
            writer.write(now.withApplied(applied));
            applied.clear();
        } else {
            writer.write(now);
        }
    }

    /**
     * Ends the trace.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close the trace", e);
        }
    }
}
