package io.github.redescent.djl.optimizer;

import ai.djl.ndarray.NDArray;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.ParameterTracker;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.OptimizerSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One of PyTorch's optimizers for any DJL training loop, in place of DJL's own: its rules are PyTorch's, fused and in
 * place.
 *
 * <pre>{@code
 * config.optOptimizer(FusedOptimizer.of(OptimizerSpec.adamW(1e-3)));
 * }</pre>
 *
 * <p>Each parameter has a local step of its own, as in PyTorch: one that is unfrozen late starts at its first. Trackers
 * are numbered as DJL numbers them. State belongs to the weights' model and is freed with it, or by {@link #close}. Not
 * thread-safe.
 */
public final class FusedOptimizer extends Optimizer implements AutoCloseable {
    private static final String OWN_RATE = "rate";

    private final OptimizerSpec spec;
    private final Rule rule;
    private final GradientTreatment treatment;
    private final Map<String, ParameterTracker> trackers;
    private final Map<String, Updated> parameters = new HashMap<>();
    private @Nullable Program program;

    private FusedOptimizer(OptimizerSpec spec, GradientTreatment treatment, Map<String, ParameterTracker> trackers) {
        super(new Plain());
        if (treatment.clipNorm().isPresent()) {
            throw new IllegalArgumentException("clipNorm needs all gradients of a step at once, and an optimizer alone"
                    + " sees one parameter at a time; use clipValue, or a ControlledOptimizer with its listeners");
        }
        String schedule = spec.rate().hostName();
        if (!schedule.isEmpty() && !trackers.containsKey(schedule)) {
            throw new IllegalArgumentException("no tracker is bound to the schedule \"" + schedule + "\", only to "
                    + trackers.keySet() + "; give the spec a rate, or a tracker by of(spec, tracker)");
        }
        this.spec = spec;
        this.rule = Rule.of(spec);
        this.treatment = treatment;
        this.trackers = Map.copyOf(trackers);
    }

    /**
     * Returns an optimizer.
     *
     * @throws IllegalArgumentException if the spec, or its rate, is a host's own
     */
    public static FusedOptimizer of(OptimizerSpec spec) {
        return new FusedOptimizer(spec, GradientTreatment.NONE, Map.of());
    }

    /**
     * Returns an optimizer whose rate is a tracker of DJL's in place of the spec's.
     *
     * @throws IllegalArgumentException if the spec is a host's own
     */
    public static FusedOptimizer of(OptimizerSpec spec, ParameterTracker rate) {
        OptimizerSpec tracked = spec.withRate(LearningRate.host(OWN_RATE));
        return new FusedOptimizer(tracked, GradientTreatment.NONE, Map.of(OWN_RATE, rate));
    }

    /**
     * Returns an optimizer with whatever there is to set.
     *
     * @param trackers by the name of a {@code LearningRate.host(name)}
     * @throws IllegalArgumentException if the spec is a host's own, its rate names no tracker, or gradients are to be
     *     clipped by their common norm
     */
    public static FusedOptimizer of(
            OptimizerSpec spec, GradientTreatment treatment, Map<String, ParameterTracker> trackers) {
        return new FusedOptimizer(spec, treatment, trackers);
    }

    /**
     * Updates one parameter, as DJL asks for it.
     *
     * @param gradient stays as it is; the one that the weight itself holds becomes zero
     * @throws IllegalStateException if the parameter has another shape, type or device than before
     */
    @Override
    public void update(String parameterId, NDArray weight, NDArray gradient) {
        int number = updateCount(parameterId);
        Program loaded = program(weight);
        Updated parameter = parameters.computeIfAbsent(parameterId, id -> new Updated());
        try (TensorList given = TensorList.of(List.of(gradient))) {
            if (!parameter.reached && !Program.hasGradient(weight) && isZero(loaded, given, gradient)) {
                return; // DJL hands over zeros for a parameter that no backward pass has reached
            }
            parameter.reached = true;
            parameter.bind(parameterId, weight);
            double rate = spec.rate().at(number - 1L, (name, step) -> rate(name, parameterId, number));
            parameter.updates++;
            FusedUpdate call = parameter.call(loaded);
            if (treatment.isIdle()) {
                call.run(given, rate, parameter.updates, parameter.updates);
                return;
            }
            try (TensorList treated = loaded.tensors("copies", given)) {
                treatment.apply(loaded, treated);
                call.run(treated, rate, parameter.updates, parameter.updates);
            }
        }
    }

    private double rate(String name, String parameterId, int number) {
        ParameterTracker tracker = trackers.get(name);
        if (tracker == null) {
            throw new IllegalStateException("no tracker is bound to the schedule \"" + name + '"');
        }
        return tracker.getNewValue(parameterId, number);
    }

    private static boolean isZero(Program program, TensorList list, NDArray gradient) {
        return program.measure("zero_counts", List.of(list))[0] == gradient.size();
    }

    /** The program goes with the model whose weights it was loaded for: another one may need it anew. */
    private Program program(NDArray weight) {
        Program present = program;
        if (present == null || !present.isOpen()) {
            parameters.values().forEach(Updated::forgetCall);
            present = Program.load(weight.getManager(), weight.getDevice());
            program = present;
        }
        return present;
    }

    /** Makes one parameter's optimizer brand-new, its local step 0; does nothing to one that it never updated. */
    public void reset(String parameterId) {
        Updated parameter = parameters.get(parameterId);
        if (parameter != null) {
            parameter.close();
            parameter.updates = 0;
        }
    }

    /** Frees all state; the optimizer is brand-new then. */
    @Override
    public void close() {
        parameters.values().forEach(Updated::close);
        parameters.clear();
        if (program != null && program.isOpen()) {
            program.close();
        }
        program = null;
    }

    /** One parameter's optimizer. */
    private final class Updated {
        private @Nullable NDArray weight;
        private List<NDArray> state = List.of();
        private @Nullable FusedUpdate call;
        private long updates;
        private boolean reached;

        void bind(String id, NDArray current) {
            if (weight == current) {
                return;
            }
            forgetCall();
            if (weight != null && updates > 0) {
                requireSame(id, current);
            } else {
                close();
            }
            if (state.isEmpty()) {
                state = rule.freshState(current, current.getManager());
            }
            weight = current;
        }

        private void requireSame(String id, NDArray current) {
            for (NDArray tensor : state) {
                if (tensor.isReleased()
                        || !tensor.getShape().equals(current.getShape())
                        || tensor.getDataType() != current.getDataType()
                        || !tensor.getDevice().equals(current.getDevice())) {
                    throw new IllegalStateException("parameter " + id + " is now " + current.getShape() + ' '
                            + current.getDataType() + " on " + current.getDevice()
                            + ", its optimizer's state is not; use a new optimizer for a changed model");
                }
            }
        }

        FusedUpdate call(Program loaded) {
            FusedUpdate present = call;
            NDArray bound = weight;
            if (present == null) {
                if (bound == null) {
                    throw new IllegalStateException("a parameter is bound before it is updated");
                }
                if (state.isEmpty()) {
                    state = rule.freshState(bound, bound.getManager());
                }
                present = new FusedUpdate(loaded, rule, List.of(bound), List.of(state));
                call = present;
            }
            return present;
        }

        void forgetCall() {
            if (call != null) {
                call.close();
                call = null;
            }
        }

        void close() {
            forgetCall();
            state.stream().filter(tensor -> !tensor.isReleased()).forEach(NDArray::close);
            state = List.of();
        }
    }

    private static final class Plain extends OptimizerBuilder<Plain> {
        @Override
        protected Plain self() {
            return this;
        }
    }
}
