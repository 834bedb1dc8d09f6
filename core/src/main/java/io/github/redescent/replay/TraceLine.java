package io.github.redescent.replay;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.redescent.control.Action;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.Rate;
import io.github.redescent.json.RecordJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Collects the members of one line into an observation. */
final class TraceLine {
    private final Map<Quantity, Double> totals = new EnumMap<>(Quantity.class);
    private final Map<Quantity, Map<String, Double>> groups = new EnumMap<>(Quantity.class);
    private final Map<Quantity, Map<String, Double>> tensors = new EnumMap<>(Quantity.class);
    private OptionalLong step = OptionalLong.empty();
    private long epoch;
    private OptionalDouble loss = OptionalDouble.empty();
    private OptionalDouble validationLoss = OptionalDouble.empty();
    private Map<String, Rate> rates = Map.of();
    private List<Action> applied = List.of();
    private List<String> appliedBy = List.of();

    private TraceLine() {}

    static TracedStep parse(String text) {
        TraceLine line = new TraceLine();
        StrictJson.line(text, line::member);
        return new TracedStep(line.observation(), line.appliedBy);
    }

    private void member(String name, StrictJson json) throws IOException {
        switch (name) {
            case TraceFields.STEP -> step = OptionalLong.of(json.whole(name));
            case TraceFields.EPOCH -> epoch = json.whole(name);
            case TraceFields.LOSS -> loss = OptionalDouble.of(json.number(name));
            case TraceFields.VALIDATION_LOSS -> validationLoss = OptionalDouble.of(json.number(name));
            case TraceFields.LEARNING_RATE -> learningRate(json.number(name));
            case TraceFields.GROUPS -> groups(json);
            case TraceFields.TENSORS -> json.object(name, (path, inner) -> measured(tensors, path, inner));
            case TraceFields.APPLIED -> applied = actions(json.tree());
            case TraceFields.APPLIED_BY -> appliedBy = json.texts(name);
            default -> totals.put(TraceFields.quantity(name), json.number(name));
        }
    }

    /** The rate of the whole model; rates by group say more. */
    private void learningRate(double rate) {
        if (rates.isEmpty()) {
            rates = Map.of(TraceFields.WHOLE, Rate.scheduled(rate));
        }
    }

    private void groups(StrictJson json) throws IOException {
        Map<String, Rate> each = new HashMap<>();
        json.object(TraceFields.GROUPS, (group, inner) -> group(group, inner).ifPresent(rate -> each.put(group, rate)));
        rates = each.isEmpty() ? rates : Map.copyOf(each);
    }

    /** A group has a rate, or measured numbers, or both. */
    private Optional<Rate> group(String group, StrictJson json) throws IOException {
        Map<String, Double> factors = new HashMap<>();
        json.object(group, (name, inner) -> {
            if (TraceFields.RATE.contains(name)) {
                factors.put(name, inner.number(name));
            } else {
                put(groups, TraceFields.quantity(name), group, inner.number(name));
            }
        });
        if (factors.isEmpty()) {
            return Optional.empty();
        }
        Double scheduled = factors.get(TraceFields.LEARNING_RATE);
        if (scheduled == null) {
            throw new IllegalArgumentException("group " + group + " has no " + TraceFields.LEARNING_RATE);
        }
        return Optional.of(new Rate(
                scheduled,
                factors.getOrDefault(TraceFields.LASTING, 1.0),
                factors.getOrDefault(TraceFields.PASSING, 1.0)));
    }

    private static void measured(Map<Quantity, Map<String, Double>> into, String key, StrictJson json)
            throws IOException {
        json.object(key, (name, inner) -> put(into, TraceFields.quantity(name), key, inner.number(name)));
    }

    private static void put(Map<Quantity, Map<String, Double>> into, Quantity quantity, String key, double value) {
        into.computeIfAbsent(quantity, any -> new HashMap<>()).put(key, value);
    }

    private static List<Action> actions(JsonElement tree) {
        if (!tree.isJsonArray()) {
            throw new IllegalArgumentException(TraceFields.APPLIED + " must be an array, got " + tree);
        }
        List<Action> actions = new ArrayList<>();
        for (JsonElement each : tree.getAsJsonArray()) {
            JsonObject wrapped = new JsonObject();
            wrapped.add(AppliedAction.MEMBER, each);
            actions.add(
                    RecordJson.fromText(wrapped.toString(), AppliedAction.class).action());
        }
        return actions;
    }

    private Observation observation() {
        long at = step.orElseThrow(() -> new IllegalArgumentException("step is required and missing"));
        if (at < 0 || epoch < 0 || epoch > Integer.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "step and epoch must not be negative, got " + at + " and " + epoch + "; an epoch fits an int");
        }
        double value = loss.orElseThrow(() -> new IllegalArgumentException("loss is required and missing"));
        Measurements measured = totals.isEmpty() && groups.isEmpty() && tensors.isEmpty()
                ? Measurements.none()
                : new Measurements(totals, groups, tensors);
        return new Observation(Moment.STEP, at, (int) epoch, value, validationLoss, rates, measured, applied);
    }
}
