package io.github.redescent.replay;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Rate;
import io.github.redescent.json.RecordJson;
import java.io.Closeable;
import java.io.Flushable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Writes a run as JSON Lines, as it goes: a header, then one line per update, each flushed. A validation loss stands at
 * the first update after it. Not thread-safe.
 */
public final class TraceWriter implements Closeable {
    private final Appendable out;
    private OptionalDouble validationLoss = OptionalDouble.empty();

    private TraceWriter(Appendable out) {
        this.out = out;
    }

    /**
     * Starts a trace.
     *
     * @param out where to; closed with the writer if it can be
     * @throws UncheckedIOException if it cannot be written
     */
    public static TraceWriter to(Appendable out, TraceHeader header) {
        TraceWriter writer = new TraceWriter(out);
        JsonObject line = new JsonObject();
        line.addProperty("format", TraceHeader.FORMAT);
        line.addProperty("name", header.name());
        header.plannedSteps().ifPresent(steps -> line.addProperty("plannedSteps", steps));
        header.chanceLoss().ifPresent(loss -> line.addProperty("chanceLoss", loss));
        header.parameters()
                .ifPresent(table -> line.add(
                        HeaderLine.PARAMETERS,
                        JsonParser.parseString(RecordJson.members(new HeaderLine.Parameters(table.entries()))
                                .get(HeaderLine.PARAMETERS))));
        writer.writeLine(line);
        return writer;
    }

    /**
     * Starts a trace in a new file, in place of an older one.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public static TraceWriter to(Path file, TraceHeader header) {
        try {
            return to(Files.newBufferedWriter(file), header);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the trace " + file, e);
        }
    }

    /**
     * Writes an observation made after an update; remembers the validation loss of one made after an epoch.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public void write(Observation now) {
        write(new TracedStep(now, List.of()));
    }

    void write(TracedStep step) {
        Observation now = step.observed();
        if (now.validationLoss().isPresent()) {
            validationLoss = now.validationLoss();
        }
        if (now.moment() != Moment.STEP) {
            return;
        }
        JsonObject line = new JsonObject();
        line.addProperty(TraceFields.STEP, now.step());
        line.addProperty(TraceFields.EPOCH, now.epoch());
        line.add(TraceFields.LOSS, number(now.loss()));
        validationLoss.ifPresent(loss -> line.add(TraceFields.VALIDATION_LOSS, number(loss)));
        validationLoss = OptionalDouble.empty();
        addRates(line, now.rates());
        addMeasured(line, now.measured());
        if (!now.applied().isEmpty()) {
            JsonArray applied = new JsonArray();
            now.applied()
                    .forEach(action -> applied.add(JsonParser.parseString(
                            RecordJson.members(new AppliedAction(action)).get(AppliedAction.MEMBER))));
            line.add(TraceFields.APPLIED, applied);
        }
        if (!step.by().isEmpty()) {
            JsonArray by = new JsonArray();
            step.by().forEach(by::add);
            line.add(TraceFields.APPLIED_BY, by);
        }
        writeLine(line);
    }

    @Override
    public void close() throws IOException {
        if (out instanceof Closeable closeable) {
            closeable.close();
        }
    }

    private static void addRates(JsonObject line, Map<String, Rate> rates) {
        Rate whole = rates.get(TraceFields.WHOLE);
        if (rates.size() == 1 && whole != null && whole.equals(Rate.scheduled(whole.scheduled()))) {
            line.add(TraceFields.LEARNING_RATE, number(whole.scheduled()));
            return;
        }
        rates.forEach((group, rate) -> {
            JsonObject each = child(line, TraceFields.GROUPS, group);
            each.add(TraceFields.LEARNING_RATE, number(rate.scheduled()));
            each.add(TraceFields.LASTING, number(rate.lasting()));
            each.add(TraceFields.PASSING, number(rate.passing()));
        });
    }

    private static void addMeasured(JsonObject line, Measurements measured) {
        TraceFields.QUANTITIES.forEach((quantity, name) -> {
            measured.total(quantity).ifPresent(value -> line.add(name, number(value)));
            measured.perGroup(quantity)
                    .forEach((group, value) ->
                            child(line, TraceFields.GROUPS, group).add(name, number(value)));
            measured.perTensor(quantity)
                    .forEach((path, value) ->
                            child(line, TraceFields.TENSORS, path).add(name, number(value)));
        });
    }

    /** Returns the object at two names, made where it is missing. */
    private static JsonObject child(JsonObject line, String member, String key) {
        if (!line.has(member)) {
            line.add(member, new JsonObject());
        }
        JsonObject parent = line.getAsJsonObject(member);
        if (!parent.has(key)) {
            parent.add(key, new JsonObject());
        }
        return parent.getAsJsonObject(key);
    }

    private static JsonElement number(double value) {
        return Double.isFinite(value) ? new JsonPrimitive(value) : new JsonPrimitive(Double.toString(value));
    }

    private void writeLine(JsonObject line) {
        try {
            out.append(line.toString()).append('\n');
            if (out instanceof Flushable flushable) {
                flushable.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the trace", e);
        }
    }
}
