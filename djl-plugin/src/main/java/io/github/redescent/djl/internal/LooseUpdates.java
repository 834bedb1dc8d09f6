package io.github.redescent.djl.internal;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.github.redescent.control.ResetMode;
import io.github.redescent.optimizer.OptimizerSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Updates parameter by parameter, as the host hands them over: for a training loop that has no listeners, where nobody
 * knows the model. A parameter that comes again marks the next step.
 */
public final class LooseUpdates implements AutoCloseable {
    private final OptimizerSpec spec;
    private final Schedules schedules;
    private final GradientTreatment treatment;
    private final Map<String, TrainedParameter> parameters = new HashMap<>();
    private final Map<String, Plan> plans = new HashMap<>();
    private final StepBoundary boundary = new StepBoundary();
    private final Program program;
    private final Runnable release;
    private long step = -1;

    /**
     * Starts with a program.
     *
     * @param release is run at the end
     */
    LooseUpdates(Program program, Settings settings, Runnable release) {
        this.release = release;
        this.program = program;
        this.spec = settings.spec();
        this.schedules = settings.schedules();
        this.treatment = settings.treatment();
    }

    /**
     * Starts on the device of a first weight.
     *
     * @throws IllegalStateException if gradients are to be clipped by their common norm, which is not known here
     */
    public static LooseUpdates on(Device device, Settings settings) {
        if (settings.treatment().clipNorm().isPresent()) {
            throw new IllegalStateException("clipNorm needs all gradients of a step at once; add"
                    + " optimizer.listeners() to the training configuration");
        }
        Program program = Program.load(device);
        return new LooseUpdates(program, settings, program::close);
    }

    /**
     * Updates one parameter.
     *
     * @param gradient what the host computed; may be overwritten
     */
    public void update(String id, NDArray weight, NDArray gradient) {
        if (boundary.begins(id)) {
            step++;
        }
        TrainedParameter parameter = parameters.computeIfAbsent(id, this::parameter);
        parameter.bind(weight);
        Plan plan = plan(id, parameter);
        try (TensorList gradients = TensorList.of(List.of(gradient))) {
            if (!parameter.hasGradient() && isZero(gradients, weight)) {
                return; // DJL hands over zeros for a parameter that no backward pass has reached
            }
            treatment.rescale(program, gradients);
            treatment.clip(program, gradients);
            plan.update(gradients, step);
        }
        program.run("zero_defined", List.of(plan.weights()));
    }

    void reset(String id, ResetMode mode) {
        Optional.ofNullable(parameters.get(id)).ifPresent(parameter -> parameter.reset(mode));
    }

    private TrainedParameter parameter(String id) {
        return new TrainedParameter(id, spec, schedules.of(id));
    }

    private Plan plan(String id, TrainedParameter parameter) {
        List<TrainedParameter> one = List.of(parameter);
        Plan present = plans.get(id);
        if (present != null && present.suits(one, step)) {
            return present;
        }
        if (present != null) {
            present.close();
        }
        Plan fresh = Plan.of(program, one, step);
        plans.put(id, fresh);
        return fresh;
    }

    private boolean isZero(TensorList gradients, NDArray weight) {
        return program.measure("zero_counts", gradients)[0] == weight.size();
    }

    @Override
    public void close() {
        plans.values().forEach(Plan::close);
        parameters.values().forEach(TrainedParameter::close);
        release.run();
    }
}
