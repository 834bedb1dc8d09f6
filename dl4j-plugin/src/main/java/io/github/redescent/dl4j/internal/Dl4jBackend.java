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
import io.github.redescent.dl4j.ControlledUpdater;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.parameter.ParameterSet;
import io.github.redescent.parameter.ParameterTable;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Acts on a live DL4J model; every parameter that is trained has a {@link ControlledUpdater}. */
public final class Dl4jBackend implements TrainingBackend {
    private final Dl4jModel model;
    private final UpdaterTable updaters;
    private final LiveParameters parameters;
    private final Switching switching;
    private final PossibleRules possible;
    private final Gauge gauge;
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private boolean penalised;
    private long step;

    /**
     * Adopts a model's updaters; its training goes on bit-identically.
     *
     * @param updaters says which updater stands for which optimizer
     */
    public Dl4jBackend(Dl4jModel model, UpdaterTable updaters) {
        this.model = model;
        this.updaters = updaters;
        LiveParameter.of(model).forEach(Requirements::checkReachable);
        UpdaterSurgery.adopt(model);
        this.parameters = new LiveParameters(LiveParameter.of(model));
        this.switching = new Switching(model, parameters, updaters);
        this.possible = new PossibleRules(updaters);
        this.gauge = new Gauge(model, parameters.all());
        this.step = model.iteration();
        noteChanges();
    }

    /**
     * Gives the model stock updaters and their state back.
     *
     * @throws io.github.redescent.control.UnsupportedByBackendException if a stock updater cannot hold what was
     *     decided; nothing has changed then
     */
    public void release() {
        parameters.all().stream()
                .filter(LiveParameter::hasUpdater)
                .forEach(parameter -> StockForm.of(parameter.updater()));
        UpdaterSurgery.release(model);
        slots.clear();
    }

    /** Tells how many updates the model has had; DL4J's own count is behind by one while listeners are called. */
    public void setStep(long updates) {
        step = updates;
    }

    /** Returns each group's scheduled rate at a coming iteration. */
    public Map<String, Rate> rates(int iteration, int epoch) {
        Map<String, Rate> rates = new HashMap<>();
        for (LiveParameter parameter : parameters.all()) {
            ParameterInfo info = parameter.info();
            if (info.trainable() && !rates.containsKey(info.group())) {
                rates.put(info.group(), Rate.scheduled(parameter.controlled().scheduledRate(iteration, epoch)));
            }
        }
        return rates;
    }

    /** Keeps the running statistics of frozen groups as they are, in the update to come. */
    public void holdStatistics() {
        parameters.holdStatistics(model.gradients());
    }

    /** Returns whether the score has penalty terms that can change from step to step. */
    public boolean penalised() {
        return penalised;
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

    /** Returns the rate that a trained parameter's coming update uses, NaN if its rule has none. */
    public double rate(ParameterInfo info) {
        return parameters.get(info.path()).controlled().getLearningRate(model.iteration(), model.epoch());
    }

    /** Returns what users call a trained parameter's optimizer. */
    public String optimizer(ParameterInfo info) {
        return parameters.get(info.path()).controlled().regime().name();
    }

    /** Returns the root of a parameter's mean square. */
    public double rootMeanSquare(ParameterInfo info) {
        INDArray row = model.model().params();
        INDArray values = parameters.get(info.path()).in(row.reshape(row.length()));
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

    @Override
    public ParameterTable parameters() {
        return parameters.table();
    }

    @Override
    public long step() {
        return step;
    }

    @Override
    public void requireStart(ParameterSet on, OptimizerSpec optimizer) {
        Action example = new Action.UseOptimizer(ParameterSelector.all(), optimizer, Handover.FRESH);
        Requirements.check(example, parameters.of(on), parameters.all(), updaters);
        possible.start(optimizer, parameters.of(on));
    }

    @Override
    public void require(Action example, ParameterSet on) {
        Requirements.check(example, parameters.of(on), parameters.all(), updaters);
        possible.add(example, parameters.of(on));
    }

    @Override
    public void adopt(ParameterTable grouped) {
        possible.check();
        switching.adopt(grouped, now());
        noteChanges();
    }

    @Override
    public void start(ParameterSet on, OptimizerSpec optimizer) {
        switching.start(on, optimizer, now());
        noteChanges();
    }

    @Override
    public void use(ParameterSet on, OptimizerSpec optimizer, Handover handover) {
        switching.use(on, optimizer, handover, now());
        noteChanges();
    }

    @Override
    public void useFirst(ParameterSet on) {
        switching.useFirst(on, now());
        noteChanges();
    }

    @Override
    public void freeze(ParameterSet on) {
        switching.freeze(on);
        noteChanges();
    }

    @Override
    public void unfreeze(ParameterSet on) {
        switching.unfreeze(on, now());
        noteChanges();
    }

    @Override
    public void reset(ParameterSet on, ResetMode mode) {
        StateReset reset = StateReset.of(mode);
        List<LiveParameter> members = parameters.apart(on);
        Map<Long, List<INDArray>> state = OptimizerState.slots(model);
        for (LiveParameter parameter : members) {
            reset.apply(parameter.controlled().inner(), state.getOrDefault(parameter.offset(), List.of()));
        }
        parameters.updaters(members).forEach(updater -> reset.startClocks(updater, now()));
        UpdaterSurgery.regroup(model);
    }

    @Override
    public void redraw(ParameterSet on, long seed) {
        Redraw.draw(parameters.of(on), seed);
        // A truncated segment's carried activations are the old weights' and may hold a NaN.
        model.clearRecurrentState();
    }

    @Override
    public void rateFactor(ParameterSet on, double product, Span span) {
        parameters.updaters(parameters.apart(on)).forEach(updater -> updater.setFactor(product, span));
        UpdaterSurgery.regroup(model);
    }

    @Override
    public void restartSchedule(ParameterSet on) {
        parameters.updaters(parameters.apart(on)).forEach(updater -> updater.startSchedule(now(), model.epoch()));
        UpdaterSurgery.regroup(model);
    }

    @Override
    public void keep(ParameterSet on, String slot, Set<Part> parts) {
        slots.put(slot, SlotCopy.take(model, parameters.all(), parts, step, slots.get(slot)));
    }

    @Override
    public void restore(ParameterSet on, String name) {
        Slot slot = slot(name);
        SlotCopy.write(slot, model, parameters.of(on), parameters.apart(on), now());
        UpdaterSurgery.regroup(model);
        noteChanges();
        model.clearRecurrentState();
    }

    @Override
    public void stop(String reason) {
        // The controller throws; DL4J has no other way out of fit.
    }

    private int now() {
        return Math.toIntExact(step);
    }

    private void noteChanges() {
        gauge.follow(parameters.all());
        penalised = parameters.all().stream().anyMatch(Requirements::penalised) || model.penalty() != 0;
    }

    /** Makes lasting factors part of the schedules, for a model that goes on without a controller. */
    public void settleFactors() {
        parameters.updaters(parameters.apart(parameters.table().all())).forEach(ControlledUpdater::settleFactor);
    }
}
