package io.github.redescent.dl4j.internal;

import io.github.redescent.control.Part;
import io.github.redescent.dl4j.ControlledUpdater;
import io.github.redescent.dl4j.internal.Slot.Trainer;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Copies a model's state into a slot and back. */
final class SlotCopy {
    private SlotCopy() {}

    /** Fills a slot, into the arrays of the one before it where they fit. */
    static Slot take(Dl4jModel model, List<LiveParameter> all, Set<Part> parts, long step, @Nullable Slot before) {
        return OutsideWorkspaces.make(() -> copyParts(model, all, parts, step, before));
    }

    private static Slot copyParts(
            Dl4jModel model, List<LiveParameter> all, Set<Part> parts, long step, @Nullable Slot before) {
        INDArray weights = parts.contains(Part.WEIGHTS)
                ? copy(model.model().params(), before == null ? null : before.weights())
                : Nd4j.empty(model.model().params().dataType());
        if (!parts.contains(Part.OPTIMIZER_AND_CLOCKS)) {
            return new Slot(parts, weights, Map.of(), Map.of());
        }
        Map<Long, List<INDArray>> live = OptimizerState.slots(model);
        Map<Long, List<INDArray>> state = before == null ? Map.of() : before.state();
        if (before != null && OptimizerState.alike(state, live)) {
            OptimizerState.write(state, live);
        } else {
            state = OptimizerState.copy(model);
        }
        return new Slot(parts, weights, state, trainers(all, Math.toIntExact(step)));
    }

    /**
     * Writes a slot back.
     *
     * @param on parameters that get their weights back
     * @param apart those of them that have updaters, shared with no others
     */
    static void write(Slot slot, Dl4jModel model, List<LiveParameter> on, List<LiveParameter> apart, int now) {
        if (slot.parts().contains(Part.WEIGHTS)) {
            INDArray from = slot.weights().reshape(slot.weights().length());
            INDArray to = model.model().params().reshape(slot.weights().length());
            for (LiveParameter parameter : on) {
                parameter.in(to).assign(parameter.in(from));
            }
        }
        if (slot.parts().contains(Part.OPTIMIZER_AND_CLOCKS)) {
            writeTrainers(slot, model, apart, now);
        }
    }

    private static void writeTrainers(Slot slot, Dl4jModel model, List<LiveParameter> trained, int now) {
        Map<Long, List<INDArray>> chosen = new HashMap<>();
        trained.forEach(
                parameter -> chosen.put(parameter.offset(), slot.state().getOrDefault(parameter.offset(), List.of())));
        IdentityHashMap<ControlledUpdater, Trainer> kept = byUpdater(trained, slot);
        if (kept.entrySet().stream().allMatch(SlotCopy::inForce)) {
            OptimizerState.write(OptimizerState.slots(model), chosen);
        } else {
            UpdaterSurgery.exchange(model, trained, updater -> bringBack(updater, kept), chosen);
        }
        kept.forEach((updater, trainer) ->
                updater.startCorrections(now - trainer.firstMomentSteps(), now - trainer.secondMomentSteps()));
    }

    private static void bringBack(ControlledUpdater updater, IdentityHashMap<ControlledUpdater, Trainer> kept) {
        Trainer trainer = kept.get(updater);
        if (trainer != null) {
            updater.bringBack(trainer.updater());
        }
    }

    private static boolean inForce(Map.Entry<ControlledUpdater, Trainer> kept) {
        ControlledUpdater then = kept.getValue().updater();
        return kept.getKey().regime().sameOptimizer(then.regime())
                && kept.getKey().first().equals(then.first());
    }

    /** By identity: updaters change under way, and equal ones are not the same. */
    private static IdentityHashMap<ControlledUpdater, Trainer> byUpdater(List<LiveParameter> on, Slot slot) {
        IdentityHashMap<ControlledUpdater, Trainer> kept = new IdentityHashMap<>();
        for (LiveParameter parameter : on) {
            Trainer trainer = slot.trainers().get(parameter.path());
            if (trainer != null) {
                kept.put(parameter.controlled(), trainer);
            }
        }
        return kept;
    }

    private static Map<String, Trainer> trainers(List<LiveParameter> all, int now) {
        Map<String, Trainer> trainers = new HashMap<>();
        for (LiveParameter parameter : all) {
            if (parameter.hasUpdater()) {
                ControlledUpdater updater = parameter.controlled();
                trainers.put(
                        parameter.path(),
                        new Trainer(
                                updater.clone(),
                                ControlledUpdater.sinceOrigin(now, updater.firstMomentOrigin()),
                                ControlledUpdater.sinceOrigin(now, updater.secondMomentOrigin())));
            }
        }
        return trainers;
    }

    private static INDArray copy(INDArray from, @Nullable INDArray into) {
        return into != null && into.length() == from.length() ? into.assign(from) : from.dup();
    }
}
