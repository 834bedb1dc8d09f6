package io.github.redescent.djl;

import io.github.redescent.djl.optimizer.Program;
import io.github.redescent.djl.optimizer.TensorList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells where a step begins. A step of DJL's trainer asks for every parameter that it knows and that requires a
 * gradient, one by one, and says neither which is the first nor which the last. Whatever has been asked for before is
 * known to the trainer, so it is certain to come; of another one it is not known, and its gradient tells: the step at
 * hand has left it at zero.
 */
final class StepBoundary {
    private final Program program;
    private final List<TrainedParameter> all;
    private final Set<TrainedParameter> known = new HashSet<>();
    private final Set<TrainedParameter> awaited = new HashSet<>();

    StepBoundary(Program program, List<TrainedParameter> all) {
        this.program = program;
        this.all = all;
    }

    /** Notes that a parameter is asked for, and returns whether that begins a step. */
    boolean begins(TrainedParameter asked) {
        boolean first = !awaited.remove(asked) || (!known.contains(asked) && hasNewGradient(asked));
        known.add(asked);
        return first;
    }

    /** Notes that a step has begun with a parameter. */
    void begun(TrainedParameter first) {
        awaited.clear();
        for (TrainedParameter parameter : all) {
            if (parameter != first && parameter.parameter().requiresGradient()) {
                awaited.add(parameter);
            }
        }
    }

    /** Notes that parameters may have been frozen or unfrozen during the step at hand. */
    void changed(TrainedParameter first) {
        for (TrainedParameter parameter : all) {
            if (!parameter.parameter().requiresGradient()) {
                awaited.remove(parameter);
            } else if (parameter != first && awaited.add(parameter)) {
                known.remove(parameter); // the trainer may have passed it already
            }
        }
    }

    /** Notes that what comes belongs to the next step. */
    void next() {
        awaited.clear();
    }

    private boolean hasNewGradient(TrainedParameter asked) {
        if (!Program.hasGradient(asked.weight())) {
            return false;
        }
        try (TensorList weight = TensorList.of(List.of(asked.weight()));
                TensorList gradient = program.tensors("gradients", weight)) {
            return program.measure("zero_counts", List.of(gradient))[0]
                    < asked.weight().size();
        }
    }
}
