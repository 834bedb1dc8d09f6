package io.github.redescent.djl.internal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.nn.Parameter;
import io.github.redescent.control.Action;
import io.github.redescent.control.Handover;
import io.github.redescent.control.Part;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Span;
import io.github.redescent.control.TrainingBackend;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.Kind;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSet;
import io.github.redescent.parameter.ParameterTable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Acts on a DJL model in training. Owns what is kept until closed. */
final class DjlBackend implements TrainingBackend, AutoCloseable {
    private final Training training;
    private final Settings settings;
    private final Map<String, KeptSlot> slots = new LinkedHashMap<>();

    DjlBackend(Training training, Settings settings) {
        this.training = training;
        this.settings = settings;
    }

    @Override
    public ParameterTable parameters() {
        return training.model().table();
    }

    @Override
    public long step() {
        return training.step();
    }

    @Override
    public void require(Action example, ParameterSet on) {
        if (example instanceof Action.RestartSchedule
                && !settings.rate().hostName().isEmpty()) {
            throw new UnsupportedByBackendException("DJL's trackers remember how far they came and cannot start anew;"
                    + " give the optimizer a LearningRate, such as LearningRate.cosine(1e-3, 10_000)");
        }
        if (example instanceof Action.RedrawWeights) {
            on.members().forEach(this::requireInitializer);
        }
    }

    private void requireInitializer(ParameterInfo info) {
        if (!info.frozen() && training.model().parameter(info.path()).getInitializer() == null) {
            throw new UnsupportedByBackendException("parameter " + info.path() + " has no initialiser to be drawn anew"
                    + " with, as in a loaded TorchScript model; set one with parameter.setInitializer, or leave"
                    + " re-initialisation out of the recipe");
        }
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
        slots.put(slot, copy(on, parts.contains(Part.WEIGHTS), parts.contains(Part.OPTIMIZER_AND_CLOCKS)));
    }

    /** Copies state; the caller closes it. */
    KeptSlot copy(ParameterSet on, boolean weights, boolean optimizer) {
        KeptSlot copy = new KeptSlot(weights, optimizer);
        if (weights) {
            on.paths().forEach(path -> copy.weights().put(path, training.copy(path)));
        }
        if (optimizer) {
            training.forEachTrained(on.paths(), parameter -> parameter.keepIn(copy));
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
        if (kept.holdsOptimizer()) {
            training.forEachTrained(on.paths(), parameter -> restore(parameter, kept));
        }
    }

    private void restore(TrainedParameter parameter, KeptSlot kept) {
        NDList state = kept.states().get(parameter.path());
        if (state == null) {
            parameter.reset(ResetMode.FULL);
        } else {
            training.bind(parameter);
            parameter.state(training.program()).assign(state, kept.clocks().getOrDefault(parameter.path(), Clocks.NEW));
        }
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

    /** Takes over a copy of what another run kept. */
    void putCopy(String name, KeptSlot from) {
        KeptSlot copy = new KeptSlot(from.holdsWeights(), from.holdsOptimizer());
        from.weights().forEach((path, weight) -> copy.weights().put(path, training.own(weight.duplicate())));
        from.states().forEach((path, state) -> {
            NDList tensors = new NDList();
            state.forEach(tensor -> tensors.add(training.own(tensor.duplicate())));
            copy.states().put(path, tensors);
        });
        copy.clocks().putAll(from.clocks());
        slots.put(name, copy);
    }

    @Override
    public void close() {
        slots.values().forEach(KeptSlot::close);
        slots.clear();
    }
}
