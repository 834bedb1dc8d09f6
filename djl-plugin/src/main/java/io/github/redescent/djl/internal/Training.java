package io.github.redescent.djl.internal;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The optimizer's side of one model in training: parameters with state, and as few calls of the program per step as
 * their optimizers allow. Not thread-safe. Owns native memory until closed.
 */
final class Training implements AutoCloseable {
    private final Program program;
    private final ModelParameters model;
    private final GradientTreatment treatment;
    private final Freezing freezing;
    private final Map<String, TrainedParameter> trained = new LinkedHashMap<>();
    private List<Plan> plan = List.of();
    private long step;

    Training(Program program, ModelParameters model, Settings settings) {
        this.program = program;
        this.model = model;
        this.treatment = settings.treatment();
        this.freezing = new Freezing(program, model, settings.trainNormalization());
        for (String path : model.optimizedPaths()) {
            String id = model.parameter(path).getId();
            trained.put(
                    path,
                    new TrainedParameter(
                            path, settings.spec(), settings.schedules().of(id)));
        }
    }

    Program program() {
        return program;
    }

    ModelParameters model() {
        return model;
    }

    Freezing freezing() {
        return freezing;
    }

    /** Returns the optimizer's parameters by path, those that are frozen now included. */
    Map<String, TrainedParameter> trained() {
        return trained;
    }

    /**
     * Returns the optimizer's side of one parameter.
     *
     * @throws IllegalArgumentException if it has none
     */
    TrainedParameter parameter(String path) {
        TrainedParameter parameter = trained.get(path);
        if (parameter == null) {
            throw new IllegalArgumentException("no optimizer moves " + path + ", only " + trained.keySet());
        }
        return parameter;
    }

    /** Returns optimizer updates done, those before this run included. */
    long step() {
        return step;
    }

    void continueAt(long updates) {
        step = updates;
    }

    /**
     * Updates every parameter that is trained and that a gradient has reached, and leaves all gradients at zero.
     *
     * @param measuring sees gradients before clipping, then weights before and after the update
     */
    void update(Measuring measuring) {
        List<TrainedParameter> current = active();
        if (!current.isEmpty()) {
            Plan now = planFor(current);
            try (TensorList gradients = program.tensors("gradients", now.weights())) {
                treatment.rescale(program, gradients);
                measuring.before(now, gradients);
                treatment.clip(program, gradients);
                now.update(gradients, step);
            }
            measuring.after(now);
        }
        freezing.stepped();
        step++;
    }

    /** Returns those that are trained now and have a gradient, in table order. */
    private List<TrainedParameter> active() {
        List<TrainedParameter> active = new ArrayList<>(trained.size());
        for (TrainedParameter parameter : trained.values()) {
            if (freezing.trains(parameter.path())) {
                bind(parameter);
                if (parameter.hasGradient()) {
                    active.add(parameter);
                }
            }
        }
        return active;
    }

    private Plan planFor(List<TrainedParameter> current) {
        if (plan.isEmpty() || !plan.get(0).suits(current, step)) {
            dropPlan();
            plan = List.of(Plan.of(program, current, step));
        }
        return plan.get(0);
    }

    /** A plan lists state tensors: it must go before one of them does. */
    private void dropPlan() {
        plan.forEach(Plan::close);
        plan = List.of();
    }

    /** Writes into a weight's own memory, on any thread, whatever its shape and layout. */
    void write(String path, NDArray values) {
        try (TensorList weight = TensorList.of(List.of(model.parameter(path).getArray()));
                TensorList source = TensorList.of(List.of(values))) {
            program.run("assign", List.of(weight, source));
        }
        freezing.written(path);
    }

    /** Returns a copy of a weight, owned by the program's manager, on any thread. */
    NDArray copy(String path) {
        return program.copy(model.parameter(path).getArray());
    }

    /** Tells a parameter its weight, which it learns at an update otherwise. */
    void bind(TrainedParameter parameter) {
        parameter.bind(model.parameter(parameter.path()).getArray());
    }

    /** Does something to the optimizer's side of some paths; running statistics have none. */
    void forEachTrained(Iterable<String> paths, Consumer<TrainedParameter> what) {
        for (String path : paths) {
            TrainedParameter parameter = trained.get(path);
            if (parameter != null) {
                what.accept(parameter);
            }
        }
    }

    /** Does something that may exchange optimizers; otherwise as {@link #forEachTrained}. */
    void exchange(Iterable<String> paths, Consumer<TrainedParameter> what) {
        dropPlan();
        forEachTrained(paths, what);
    }

    @Override
    public void close() {
        dropPlan();
        trained.values().forEach(TrainedParameter::close);
        freezing.close();
    }
}
