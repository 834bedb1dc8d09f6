package io.github.redescent.replay;

import io.github.redescent.Recipe;
import io.github.redescent.control.Action;
import io.github.redescent.control.Fate;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.parameter.ParameterTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Records a run for an adapter: its observations, each with what was applied since the one before, and by whom. Not
 * thread-safe.
 */
public final class TraceRecorder implements AutoCloseable {
    private final TraceWriter writer;
    private final List<Action> applied = new ArrayList<>();
    private final List<String> by = new ArrayList<>();
    private Measurements before = Measurements.none();

    private TraceRecorder(TraceWriter writer) {
        this.writer = writer;
    }

    /**
     * Starts a trace, in place of what the file holds.
     *
     * @param table the model's parameters, in the groups of the recipe
     * @throws UncheckedIOException if it cannot be written
     */
    public static TraceRecorder to(Path file, Recipe recipe, ParameterTable table) {
        TraceHeader header = TraceHeader.named(file.getFileName().toString()).withParameters(table);
        return new TraceRecorder(TraceWriter.to(
                file,
                recipe.plannedSteps().isPresent()
                        ? header.withPlannedSteps(recipe.plannedSteps().getAsLong())
                        : header));
    }

    /** Takes note of what was carried out. */
    public void note(TrainingEvent event) {
        if (event instanceof TrainingEvent.Decided decided && decided.fate() == Fate.APPLIED) {
            decided.decision().actions().forEach(action -> {
                applied.add(action);
                by.add(decided.policy());
            });
        }
    }

    /**
     * Writes an observation. The update alone has a line: what was measured before it and what was applied since the
     * last one stand there as well.
     *
     * @param now with the rate factors in force
     * @throws UncheckedIOException if it cannot be written
     */
    public void write(Observation now) {
        if (now.moment() == Moment.GRADIENT) {
            before = now.measured();
        }
        if (now.moment() != Moment.STEP) {
            writer.write(now);
            return;
        }
        Observation whole = now.withMeasured(before.and(now.measured()));
        writer.write(new TracedStep(whole.withApplied(applied), by));
        before = Measurements.none();
        applied.clear();
        by.clear();
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
