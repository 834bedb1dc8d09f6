package io.github.redescent.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import io.github.redescent.control.Action;
import io.github.redescent.control.Handover;
import io.github.redescent.control.Part;
import io.github.redescent.control.Rate;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Span;
import io.github.redescent.control.TrainingBackend;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.Kind;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSet;
import io.github.redescent.parameter.ParameterTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Acts on a DJL model in training. Owns what is kept until closed. */
final class DjlBackend implements TrainingBackend, AutoCloseable {
    private final Training training;
    private final Freezing freezing;
    private final Requirements requirements;
    private final Map<String, KeptSlot> slots = new LinkedHashMap<>();
    private ParameterTable grouped;
    private List<ParameterInfo> groupFirsts;
    private Map<String, String> groups;

    DjlBackend(Training training, Requirements requirements) {
        this.training = training;
        this.freezing = training.freezing();
        this.requirements = requirements;
        this.grouped = training.model().table();
        this.groupFirsts = grouped.groupFirsts();
        this.groups = groupsOf(grouped);
    }

    @Override
    public ParameterTable parameters() {
        return new ParameterTable(grouped.entries().stream()
                .map(info -> freezing.isFrozen(info) ? info.asFrozen() : info.asUnfrozen())
                .toList());
    }

    /** Returns the scheduled rate of the coming update, by group of trained parameters. */
    Map<String, Rate> rates() {
        Map<String, Rate> rates = new LinkedHashMap<>();
        for (ParameterInfo first : groupFirsts) {
            Rate rate = training.parameter(first.path()).rate().at(training.step());
            rates.put(first.group(), Rate.scheduled(rate.scheduled()));
        }
        return rates;
    }

    /** Returns each parameter's group, by path. */
    Map<String, String> groups() {
        return groups;
    }

    private static Map<String, String> groupsOf(ParameterTable table) {
        return table.entries().stream().collect(Collectors.toMap(ParameterInfo::path, ParameterInfo::group));
    }

    @Override
    public long step() {
        return training.step();
    }

    @Override
    public void require(Action example, ParameterSet on) {
        requirements.check(example, on);
    }

    @Override
    public void adopt(ParameterTable table) {
        ParameterTable before = parameters();
        grouped = table;
        ParameterSet all = table.all();
        freezing.freeze(all.only(info -> info.frozen() && !freezing.isFrozen(info)));
        freezing.unfreeze(all.only(info -> !info.frozen() && freezing.isFrozen(info)));
        for (int i = 0; i < table.entries().size(); i++) {
            ParameterInfo info = table.entries().get(i);
            boolean regrouped = !info.group().equals(before.entries().get(i).group());
            if (info.frozen() && !info.optimized() && regrouped) {
                freezing.hold(info.path()); // the host has frozen the layer, which does not stop its statistics
            }
        }
        groupFirsts = parameters().groupFirsts();
        groups = groupsOf(table);
    }

    @Override
    public void start(ParameterSet on, OptimizerSpec optimizer) {
        training.exchange(on.paths(), parameter -> parameter.start(optimizer, training.step()));
    }

    @Override
    public void use(ParameterSet on, OptimizerSpec optimizer, Handover handover) {
        training.exchange(
                on.paths(), parameter -> parameter.use(training.program(), optimizer, handover, training.step()));
    }

    @Override
    public void useFirst(ParameterSet on) {
        training.exchange(on.paths(), TrainedParameter::useFirst);
    }

    @Override
    public void freeze(ParameterSet on) {
        freezing.freeze(on);
        training.exchange(on.paths(), TrainedParameter::forget);
        groupFirsts = parameters().groupFirsts();
    }

    @Override
    public void unfreeze(ParameterSet on) {
        training.exchange(on.paths(), TrainedParameter::forget);
        freezing.unfreeze(on);
        groupFirsts = parameters().groupFirsts();
    }

    @Override
    public void reset(ParameterSet on, ResetMode mode) {
        training.forEachTrained(on.paths(), parameter -> parameter.reset(mode));
    }

    @Override
    public void redraw(ParameterSet on, long seed) {
        for (ParameterInfo info : on.members()) {
            Parameter parameter = training.model().parameter(info.path());
            if (parameter.requiresGradient() || info.kind() == Kind.RUNNING_STATISTIC) {
                Redraw.draw(training, info.path(), seed);
            }
        }
    }

    @Override
    public void rateFactor(ParameterSet on, double product, Span span) {
        training.forEachTrained(on.paths(), parameter -> parameter.rate().factor(product, span));
    }

    @Override
    public void restartSchedule(ParameterSet on) {
        training.forEachTrained(on.paths(), parameter -> parameter.rate().restartAt(training.step()));
    }

    @Override
    public void keep(ParameterSet on, String slot, Set<Part> parts) {
        KeptSlot before = slots.remove(slot);
        if (before != null) {
            before.close();
        }
        slots.put(slot, copy(on, parts));
    }

    /** Copies state; the caller closes it. */
    KeptSlot copy(ParameterSet on, Set<Part> parts) {
        KeptSlot copy = new KeptSlot();
        if (parts.contains(Part.WEIGHTS)) {
            on.paths().forEach(path -> copy.weights().put(path, training.copy(path)));
        }
        if (parts.contains(Part.OPTIMIZER_AND_CLOCKS)) {
            training.forEachTrained(on.paths(), parameter -> copy.optimizers().put(parameter.path(), parameter.copy()));
        }
        return copy;
    }

    @Override
    public void restore(ParameterSet on, String slot) {
        restoreFrom(on, slot(slot));
    }

    /** Brings back copied state. */
    void restoreFrom(ParameterSet on, KeptSlot kept) {
        for (String path : on.paths()) {
            NDArray weight = kept.weights().get(path);
            if (weight != null) {
                training.write(path, weight);
            }
        }
        training.exchange(on.paths(), parameter -> {
            KeptOptimizer optimizer = kept.optimizers().get(parameter.path());
            if (optimizer != null) {
                training.bind(parameter);
                parameter.restore(training.program(), optimizer);
            }
        });
    }

    @Override
    public void stop(String reason) {
        // The controller throws; EasyTrain has no other way out.
    }

    /** Returns what is kept, by name. */
    Map<String, KeptSlot> slots() {
        return slots;
    }

    /** Returns what is kept under a name. */
    KeptSlot slot(String name) {
        KeptSlot kept = slots.get(name);
        if (kept == null) {
            throw new IllegalStateException("nothing was kept in slot " + name + "; there are " + slots.keySet());
        }
        return kept;
    }

    /** Returns the bytes that a slot of everything takes, once every parameter that trains has its state. */
    long slotBytes() {
        long bytes = 0;
        for (ParameterInfo info : parameters().entries()) {
            long each = training.model()
                    .parameter(info.path())
                    .getArray()
                    .getDataType()
                    .getNumOfBytes();
            int tensors = info.trainable()
                    ? 1 + training.parameter(info.path()).rule().slots().size()
                    : 1;
            bytes += info.count() * each * tensors;
        }
        return bytes;
    }

    /** Takes over a copy of what another run kept. */
    void putCopy(String name, KeptSlot from) {
        KeptSlot copy = new KeptSlot();
        from.weights()
                .forEach((path, weight) ->
                        copy.weights().put(path, training.program().own(weight.duplicate())));
        from.optimizers()
                .forEach((path, optimizer) -> copy.optimizers()
                        .put(
                                path,
                                new KeptOptimizer(
                                        optimizer.assignment(),
                                        optimizer.clocks(),
                                        optimizer.state().map(this::copy))));
        slots.put(name, copy);
    }

    private NDList copy(NDList tensors) {
        NDList copies = new NDList();
        tensors.forEach(tensor -> copies.add(training.program().own(tensor.duplicate())));
        return copies;
    }

    @Override
    public void close() {
        slots.values().forEach(KeptSlot::close);
        slots.clear();
    }
}
