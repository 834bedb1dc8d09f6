package io.github.redescent.benchmarks;

import io.github.redescent.Recipe;
import io.github.redescent.control.Action;
import io.github.redescent.control.Controller;
import io.github.redescent.control.Handover;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Part;
import io.github.redescent.control.Rate;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Span;
import io.github.redescent.control.TrainingBackend;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.Kind;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSet;
import io.github.redescent.parameter.ParameterTable;
import io.github.redescent.policy.ReinitializeOnBadRegion;
import io.github.redescent.policy.ResetOnDecay;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The mean cost of one training step in the controller, with both main policies and the best weights kept, on a healthy
 * noisy loss: an observation before the update and one after it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ControllerStep {
    private static final Map<String, Rate> RATES = Map.of("all", Rate.scheduled(1e-3));

    private final Controller controller = Controller.attach(
            Recipe.of(ResetOnDecay.defaults(), ReinitializeOnBadRegion.defaults()),
            new NoTensors(),
            ControllerStep::requireRoutine);
    private long step;

    /** One step. */
    @Benchmark
    public void step() {
        step++;
        // A noisy loss below chance level: nothing is decided but to keep the best.
        double loss = 2 + 0.1 * Math.sin(step * 1.7);
        Set<Measurement> wanted = controller.wants(Moment.STEP, step);
        controller.observe(new Observation(
                Moment.GRADIENT, step - 1, 0, loss, OptionalDouble.empty(), RATES, Measurements.none(), List.of()));
        controller.observe(Observation.step(step, 0, loss, RATES).withMeasured(measure(wanted)));
    }

    private static Measurements measure(Set<Measurement> wanted) {
        if (wanted.isEmpty()) {
            return Measurements.none();
        }
        Measurements.Builder measured = Measurements.builder();
        for (Measurement measurement : wanted) {
            double value = switch (measurement.quantity()) {
                case ZERO_GRADIENTS -> 0.1;
                case CONSTANT_LOSS -> 5;
                default -> 1;
            };
            switch (measurement.detail()) {
                case TOTAL -> measured.total(measurement.quantity(), value);
                case PER_GROUP -> measured.perGroup(measurement.quantity(), Map.of("all", value));
                case PER_TENSOR -> measured.perTensor(measurement.quantity(), Map.of("0/W", value, "1/W", value));
            }
        }
        return measured.build();
    }

    private static void requireRoutine(TrainingEvent event) {
        if (event instanceof TrainingEvent.Decided decided
                && !decided.decision().routine()) {
            throw new IllegalStateException("a healthy run was not left alone: " + event.describe());
        }
    }

    static void run() throws RunnerException {
        Collection<RunResult> results = new Runner(new OptionsBuilder()
                        .include(ControllerStep.class.getName())
                        .forks(1)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(2))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(2))
                        .addProfiler(GCProfiler.class)
                        .build())
                .run();
        RunResult result = results.iterator().next();
        Result<?> garbage = result.getSecondaryResults().get("gc.alloc.rate.norm");
        System.out.printf(
                Locale.ROOT,
                "BENCH {\"name\":\"controller-step\",\"microseconds\":%.2f,\"bytes\":%.0f}%n",
                result.getPrimaryResult().getScore() / 1000,
                garbage == null ? Double.NaN : garbage.getScore());
    }

    /** A backend with two layers and no arithmetic. */
    private static final class NoTensors implements TrainingBackend {
        private final ParameterTable table = new ParameterTable(List.of(
                new ParameterInfo("0/W", Kind.WEIGHT, List.of(10L, 10L), "all", false),
                new ParameterInfo("1/W", Kind.WEIGHT, List.of(10L, 10L), "all", false)));

        @Override
        public ParameterTable parameters() {
            return table;
        }

        @Override
        public long step() {
            return 0;
        }

        @Override
        public void require(Action example, ParameterSet on) {}

        @Override
        public void adopt(ParameterTable grouped) {}

        @Override
        public void start(ParameterSet on, OptimizerSpec optimizer) {}

        @Override
        public void use(ParameterSet on, OptimizerSpec optimizer, Handover handover) {}

        @Override
        public void useFirst(ParameterSet on) {}

        @Override
        public void freeze(ParameterSet on) {}

        @Override
        public void unfreeze(ParameterSet on) {}

        @Override
        public void reset(ParameterSet on, ResetMode mode) {}

        @Override
        public void redraw(ParameterSet on, long seed) {}

        @Override
        public void rateFactor(ParameterSet on, double product, Span span) {}

        @Override
        public void restartSchedule(ParameterSet on) {}

        @Override
        public void keep(ParameterSet on, String slot, Set<Part> parts) {}

        @Override
        public void restore(ParameterSet on, String slot) {}

        @Override
        public void skipUpdate() {}

        @Override
        public void stop(String reason) {}
    }
}
