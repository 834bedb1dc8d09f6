package io.github.redescent.dl4j.internal;

import io.github.redescent.control.Part;
import io.github.redescent.dl4j.ControlledUpdater;
import io.github.redescent.dl4j.internal.Slot.LocalSteps;
import java.util.HashMap;
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
        if (before != null && state.keySet().equals(live.keySet())) {
            OptimizerState.write(state, live);
        } else {
            state = OptimizerState.copy(model);
        }
        return new Slot(parts, weights, state, clocks(all, Math.toIntExact(step)));
    }

    /** Writes a slot back into some parameters. */
    static void write(Slot slot, Dl4jModel model, List<LiveParameter> on, long step) {
        if (slot.parts().contains(Part.WEIGHTS)) {
            INDArray from = slot.weights().reshape(slot.weights().length());
            INDArray to = model.model().params().reshape(slot.weights().length());
            for (LiveParameter parameter : on) {
                parameter.in(to).assign(parameter.in(from));
            }
        }
        if (slot.parts().contains(Part.OPTIMIZER_AND_CLOCKS)) {
            Map<Long, List<INDArray>> chosen = new HashMap<>();
            on.forEach(parameter ->
                    chosen.put(parameter.offset(), slot.state().getOrDefault(parameter.offset(), List.of())));
            OptimizerState.write(OptimizerState.slots(model), chosen);
            for (LiveParameter parameter : on) {
                LocalSteps steps = slot.clocks().get(parameter.path());
                if (steps != null) {
                    int now = Math.toIntExact(step);
                    parameter.controlled().startCorrections(now - steps.firstMoment(), now - steps.secondMoment());
                }
            }
        }
    }

    private static Map<String, LocalSteps> clocks(List<LiveParameter> all, int now) {
        Map<String, LocalSteps> clocks = new HashMap<>();
        for (LiveParameter parameter : all) {
            if (parameter.info().trainable()) {
                ControlledUpdater updater = parameter.controlled();
                clocks.put(
                        parameter.path(),
                        new LocalSteps(
                                ControlledUpdater.sinceOrigin(now, updater.firstMomentOrigin()),
                                ControlledUpdater.sinceOrigin(now, updater.secondMomentOrigin())));
            }
        }
        return clocks;
    }

    private static INDArray copy(INDArray from, @Nullable INDArray into) {
        return into != null && into.length() == from.length() ? into.assign(from) : from.dup();
    }
}
