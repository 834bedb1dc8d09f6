package io.github.redescent.djl.internal;

import ai.djl.ndarray.NDArray;
import io.github.redescent.control.ResetMode;
import io.github.redescent.optimizer.HostSchedules;
import io.github.redescent.optimizer.LearningRate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Updates parameter by parameter, as the host hands them over: for a training loop that has no listeners, where nobody
 * knows the model. A parameter that comes again marks the next step.
 */
final class LooseUpdates implements AutoCloseable {
    private final Rule rule;
    private final LearningRate rate;
    private final Schedules schedules;
    private final GradientTreatment treatment;
    private final Map<String, TrainedParameter> parameters = new HashMap<>();
    private final Map<String, Plan> plans = new HashMap<>();
    private final Set<String> updated = new HashSet<>();
    private final Program program;
    private long step;

    LooseUpdates(Program program, Settings settings) {
        this.program = program;
        this.rule = settings.rule();
        this.rate = settings.rate();
        this.schedules = settings.schedules();
        this.treatment = settings.treatment();
    }

    /**
     * Updates one parameter.
     *
     * @param gradient what the host computed; may be overwritten
     */
    void update(String id, NDArray weight, NDArray gradient) {
        if (!updated.add(id)) {
            updated.clear();
            updated.add(id);
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
        HostSchedules host = schedules.of(id);
        return new TrainedParameter(id, rule, new RateClock(rate, host));
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
    }
}
