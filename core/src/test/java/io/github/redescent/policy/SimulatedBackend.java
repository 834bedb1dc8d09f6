package io.github.redescent.policy;

import io.github.redescent.control.Action;
import io.github.redescent.control.Detail;
import io.github.redescent.control.Handover;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Part;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.Rate;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Span;
import io.github.redescent.control.TrainingBackend;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.Kind;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSet;
import io.github.redescent.parameter.ParameterTable;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Two layers, each a group unless a recipe says otherwise, with a quadratic loss and noisy gradients, trained by Adam
 * until a policy says otherwise.
 */
final class SimulatedBackend implements TrainingBackend {
    private final Map<String, SimulatedGroup> groups = new LinkedHashMap<>();
    private final Map<String, Map<String, SimulatedGroup>> slots = new HashMap<>();
    private final double noise;
    private ParameterTable table = new ParameterTable(List.of(
            new ParameterInfo("body/W", Kind.WEIGHT, List.of(20L), "body", false),
            new ParameterInfo("head/W", Kind.WEIGHT, List.of(10L), "head", false)));
    private Measurements measured = Measurements.none();
    private long step;
    int measurements;

    SimulatedBackend(double noise) {
        this.noise = noise;
        groups.put("body", new SimulatedGroup(20));
        groups.put("head", new SimulatedGroup(10));
    }

    SimulatedBackend copy() {
        SimulatedBackend copy = new SimulatedBackend(noise);
        copy.groups.putAll(copyOf(groups));
        slots.forEach((slot, kept) -> copy.slots.put(slot, copyOf(kept)));
        copy.table = table;
        copy.step = step;
        return copy;
    }

    private static Map<String, SimulatedGroup> copyOf(Map<String, SimulatedGroup> groups) {
        Map<String, SimulatedGroup> copy = new LinkedHashMap<>();
        groups.forEach((name, group) -> copy.put(name, group.copy()));
        return copy;
    }

    SimulatedGroup group(String layer) {
        return groups.getOrDefault(layer, new SimulatedGroup(0));
    }

    double loss() {
        return groups.values().stream().mapToDouble(SimulatedGroup::loss).sum();
    }

    /** Makes one update of what is not frozen. */
    void train(Set<Measurement> wanted) {
        step++;
        Map<Quantity, Map<String, Double>> numbers = new EnumMap<>(Quantity.class);
        for (Map.Entry<String, SimulatedGroup> entry : groups.entrySet()) {
            ParameterInfo info = info(entry.getKey());
            if (info.trainable()) {
                entry.getValue()
                        .update(step, noise)
                        .forEach((quantity, value) -> numbers.computeIfAbsent(quantity, each -> new HashMap<>())
                                .put(info.group(), value));
            }
        }
        Measurements.Builder builder = Measurements.builder();
        wanted.stream()
                .filter(each -> numbers.containsKey(each.quantity()))
                .forEach(each -> builder.perGroup(each.quantity(), numbers.getOrDefault(each.quantity(), Map.of())));
        measurements += wanted.stream().anyMatch(each -> each.detail() == Detail.PER_GROUP) ? 1 : 0;
        measured = builder.build();
    }

    private ParameterInfo info(String layer) {
        return table.entries().stream()
                .filter(each -> each.path().equals(layer + "/W"))
                .findFirst()
                .orElseThrow();
    }

    Measurements measured() {
        return measured;
    }

    Map<String, Rate> rates() {
        Map<String, Rate> rates = new HashMap<>();
        groups.forEach((layer, group) -> {
            if (info(layer).trainable()) {
                rates.put(info(layer).group(), Rate.scheduled(group.scheduled(step)));
            }
        });
        return rates;
    }

    private List<SimulatedGroup> on(ParameterSet set) {
        return set.members().stream()
                .map(each -> group(each.path().substring(0, each.path().indexOf('/'))))
                .toList();
    }

    @Override
    public ParameterTable parameters() {
        return table;
    }

    @Override
    public void adopt(ParameterTable grouped) {
        table = grouped;
    }

    @Override
    public void start(ParameterSet set, OptimizerSpec optimizer) {
        use(set, optimizer, Handover.FRESH);
    }

    @Override
    public void use(ParameterSet set, OptimizerSpec optimizer, Handover handover) {
        on(set).forEach(group -> group.use(optimizer, step));
    }

    @Override
    public void useFirst(ParameterSet set) {
        on(set).forEach(SimulatedGroup::useFirst);
    }

    @Override
    public void freeze(ParameterSet set) {
        table = table.with(set, ParameterInfo::asFrozen);
    }

    @Override
    public void unfreeze(ParameterSet set) {
        table = table.with(set, ParameterInfo::asUnfrozen);
        reset(set, ResetMode.FULL);
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public void require(Action example, ParameterSet set) {
        // It can do everything.
    }

    @Override
    public void skipUpdate() {
        throw new UnsupportedOperationException("not simulated");
    }

    @Override
    public void reset(ParameterSet set, ResetMode mode) {
        on(set).forEach(SimulatedGroup::reset);
    }

    @Override
    public void redraw(ParameterSet set, long seed) {
        on(set).forEach(group -> group.draw(seed));
    }

    @Override
    public void rateFactor(ParameterSet set, double product, Span span) {
        on(set).forEach(group -> group.factors.put(span, product));
    }

    @Override
    public void restartSchedule(ParameterSet set) {
        throw new UnsupportedOperationException("not simulated");
    }

    @Override
    public void keep(ParameterSet set, String slot, Set<Part> parts) {
        slots.put(slot, copyOf(groups));
    }

    @Override
    public void restore(ParameterSet set, String slot) {
        Map<String, SimulatedGroup> kept = copyOf(slots.getOrDefault(slot, Map.of()));
        kept.forEach((name, group) -> group.factors.putAll(group(name).factors)); // factors are the controller's
        groups.putAll(kept);
    }

    @Override
    public void stop(String reason) {
        throw new UnsupportedOperationException("not simulated");
    }
}
