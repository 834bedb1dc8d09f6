package io.github.redescent.dl4j.internal;

import io.github.redescent.control.Action;
import io.github.redescent.control.Handover;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Part;
import io.github.redescent.control.Rate;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Span;
import io.github.redescent.control.TrainingBackend;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.dl4j.ControlledUpdater;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSet;
import io.github.redescent.parameter.ParameterTable;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Acts on a live DL4J model; every parameter that is trained has a {@link ControlledUpdater}. */
public final class Dl4jBackend implements TrainingBackend {
    private final Dl4jModel model;
    private final Map<String, LiveParameter> byPath = new LinkedHashMap<>();
    private final ParameterTable table;
    private final Gauge gauge;
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private long step;

    /** Adopts a model's updaters; its training goes on bit-identically. */
    public Dl4jBackend(Dl4jModel model) {
        this.model = model;
        LiveParameter.of(model).forEach(Requirements::checkReachable);
        UpdaterSurgery.adopt(model);
        List<LiveParameter> parameters = LiveParameter.of(model);
        parameters.forEach(parameter -> byPath.put(parameter.path(), parameter));
        this.table =
                new ParameterTable(parameters.stream().map(LiveParameter::info).toList());
        this.gauge = new Gauge(model, parameters);
        this.step = model.iteration();
    }

    /**
     * Gives the model stock updaters and their state back.
     *
     * @throws io.github.redescent.control.UnsupportedByBackendException if a stock updater cannot hold what was
     *     decided; nothing has changed then
     */
    public void release() {
        byPath.values().stream()
                .filter(parameter -> parameter.info().trainable())
                .forEach(parameter -> StockForm.of(parameter.updater()));
        UpdaterSurgery.replaceAll(model, StockForm::of);
        slots.clear();
    }

    /** Tells how many updates the model has had; DL4J's own count is behind by one while listeners are called. */
    public void setStep(long updates) {
        step = updates;
    }

    /** Returns each group's scheduled rate at a coming iteration. */
    public Map<String, Rate> rates(int iteration, int epoch) {
        Map<String, Rate> rates = new HashMap<>();
        for (LiveParameter parameter : byPath.values()) {
            ParameterInfo info = parameter.info();
            if (info.trainable() && !rates.containsKey(info.group())) {
                rates.put(info.group(), Rate.scheduled(parameter.controlled().scheduledRate(iteration, epoch)));
            }
        }
        return rates;
    }

    /** Measures what can be seen only before the update. */
    public void measureBeforeUpdate(Set<Measurement> wanted) {
        gauge.beforeUpdate(wanted);
    }

    /** Measures the rest and returns everything. */
    public Measurements measureAfterUpdate(Set<Measurement> wanted, double lossScale) {
        return gauge.afterUpdate(wanted, lossScale);
    }

    /** Returns what is remembered of the labels seen so far. */
    public LabelSums labelsSeen() {
        return gauge.labelsSeen();
    }

    /** Takes over what another run has seen of the labels. */
    public void resumeLabels(LabelSums seen) {
        gauge.resumeLabels(seen);
    }

    /** Returns the product of all factors on a trained parameter's rate. */
    public double factor(ParameterInfo info) {
        ControlledUpdater updater = parameter(info.path()).controlled();
        return updater.factor(Span.LASTING) * updater.factor(Span.PASSING);
    }

    /** Returns the root of a parameter's mean square. */
    public double rootMeanSquare(ParameterInfo info) {
        INDArray row = model.model().params();
        INDArray values = parameter(info.path()).in(row.reshape(row.length()));
        return values.norm2Number().doubleValue() / Math.sqrt((double) info.count());
    }

    /** Returns the native bytes that one kept slot with all parts takes. */
    public long slotBytes() {
        INDArray state = model.updater().getStateViewArray();
        INDArray weights = model.model().params();
        return (weights.length() + (state == null ? 0 : state.length()))
                * weights.dataType().width();
    }

    /** Returns what is kept, by name. */
    public Map<String, Slot> slots() {
        return Collections.unmodifiableMap(slots);
    }

    /**
     * Returns what is kept under a name.
     *
     * @throws IllegalStateException if nothing is
     */
    public Slot slot(String name) {
        Slot slot = slots.get(name);
        if (slot == null) {
            throw new IllegalStateException("nothing was kept in slot " + name + "; there are " + slots.keySet());
        }
        return slot;
    }

    /** Takes over what another run kept. */
    public void putSlot(String name, Slot slot) {
        slots.put(name, slot);
    }

    /** Returns the parameter of a path. */
    LiveParameter parameter(String path) {
        LiveParameter parameter = byPath.get(path);
        if (parameter == null) {
            throw new IllegalArgumentException("there is no parameter " + path);
        }
        return parameter;
    }

    @Override
    public ParameterTable parameters() {
        return table;
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public void require(Action example, ParameterSet on) {
        Requirements.check(example, members(on), List.copyOf(byPath.values()));
    }

    @Override
    public void adopt(ParameterTable grouped) {
        // Groups have the host's names yet.
    }

    @Override
    public void start(ParameterSet on, OptimizerSpec optimizer) {
        throw new UnsupportedByBackendException("groups cannot have optimizers of their own yet");
    }

    @Override
    public void use(ParameterSet on, OptimizerSpec optimizer, Handover handover) {
        throw new UnsupportedByBackendException("optimizers cannot be switched yet");
    }

    @Override
    public void useFirst(ParameterSet on) {
        // There is no other yet.
    }

    @Override
    public void freeze(ParameterSet on) {
        throw new UnsupportedByBackendException("groups cannot be frozen yet");
    }

    @Override
    public void unfreeze(ParameterSet on) {
        throw new UnsupportedByBackendException("groups cannot be unfrozen yet");
    }

    @Override
    public void reset(ParameterSet on, ResetMode mode) {
        StateReset reset = StateReset.of(mode);
        int now = Math.toIntExact(step);
        Map<Long, List<INDArray>> state = OptimizerState.slots(model);
        for (LiveParameter parameter : members(on)) {
            reset.apply(parameter.controlled().inner(), state.getOrDefault(parameter.offset(), List.of()));
        }
        updaters(on).forEach(updater -> reset.startClocks(updater, now));
        UpdaterSurgery.regroup(model);
    }

    @Override
    public void redraw(ParameterSet on, long seed) {
        Redraw.draw(members(on), seed);
        // A truncated segment's carried activations are the old weights' and may hold a NaN.
        model.clearRecurrentState();
    }

    @Override
    public void rateFactor(ParameterSet on, double product, Span span) {
        updaters(on).forEach(updater -> updater.setFactor(product, span));
        UpdaterSurgery.regroup(model);
    }

    @Override
    public void restartSchedule(ParameterSet on) {
        int now = Math.toIntExact(step);
        updaters(on).forEach(updater -> updater.startSchedule(now, model.epoch()));
        UpdaterSurgery.regroup(model);
    }

    @Override
    public void keep(ParameterSet on, String slot, Set<Part> parts) {
        slots.put(slot, SlotCopy.take(model, List.copyOf(byPath.values()), parts, step, slots.get(slot)));
    }

    @Override
    public void restore(ParameterSet on, String name) {
        SlotCopy.write(slot(name), model, members(on), step);
        UpdaterSurgery.regroup(model);
        model.clearRecurrentState();
    }

    @Override
    public void stop(String reason) {
        // The controller throws; DL4J has no other way out of fit.
    }

    private List<LiveParameter> members(ParameterSet on) {
        return on.paths().stream().map(this::parameter).toList();
    }

    /** Returns the updaters of some parameters, each once. */
    private Set<ControlledUpdater> updaters(ParameterSet on) {
        Set<ControlledUpdater> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
        members(on).forEach(parameter -> distinct.add(parameter.controlled()));
        return distinct;
    }
}
