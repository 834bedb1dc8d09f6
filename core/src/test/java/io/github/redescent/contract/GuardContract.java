package io.github.redescent.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.redescent.Recipe;
import io.github.redescent.contract.Subjects.Schedule;
import io.github.redescent.control.Action;
import io.github.redescent.control.Action.ScaleGradient;
import io.github.redescent.control.Action.SkipUpdate;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Evidence;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Policy;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.Run;
import io.github.redescent.control.Transition;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.Kind;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.policy.FirstGuess;
import io.github.redescent.policy.SpikeGuard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What every adapter must do right before an update, and where weights are compared with kept ones. */
public abstract class GuardContract {
    /** Returns the adapter's subjects. */
    protected abstract Subjects subjects();

    /**
     * Decides one thing before one update, and notes the gradient's norm before each.
     *
     * @param update which, from 1
     * @param action what
     * @param norms gets the norms
     */
    private record Before(long update, Action action, List<Double> norms) implements Policy<Before.State> {
        private record State(int decisions) {}

        @Override
        public Class<State> stateType() {
            return State.class;
        }

        @Override
        public State start(Run run) {
            return new State(0);
        }

        @Override
        public Set<Moment> moments() {
            return Set.of(Moment.GRADIENT);
        }

        @Override
        public List<Action> repertoire() {
            return List.of(action);
        }

        @Override
        public Set<Measurement> wants(State state, Moment moment, long step) {
            return Set.of(Measurement.total(Quantity.GRADIENT_NORM));
        }

        @Override
        public Transition<State> update(State state, Observation now) {
            now.measured().total(Quantity.GRADIENT_NORM).ifPresent(norms::add);
            return now.step() == update - 1
                    ? Transition.to(
                            new State(1),
                            new Decision(List.of(action), new Evidence("script", "as told", Map.of(), Map.of())))
                    : Transition.to(state);
        }
    }

    @Test
    void aSkippedUpdateIsAsIfTheBatchHadNotBeen() {
        Recipe skipping = Recipe.of(new Before(1, new SkipUpdate(), new ArrayList<>()));
        try (Subject skipped = subjects().controlled(Schedule.CONSTANT, skipping);
                Subject untrained = subjects().plain(Schedule.CONSTANT)) {
            double[] initial = untrained.weights();
            try (Subject without = subjects().fresh(OptimizerSpec.adam(Subjects.RATE), initial, 1)) {

                skipped.train(31);
                without.train(30);

                assertThat(trained(skipped)).isEqualTo(trained(without));
            }
        }
    }

    @Test
    void aSkippedUpdateInMidRunLeavesTheWeightsAlone() {
        Recipe skipping = Recipe.of(new Before(20, new SkipUpdate(), new ArrayList<>()));
        try (Subject skipped = subjects().controlled(Schedule.CONSTANT, skipping)) {

            skipped.train(19);
            double[] before = trained(skipped);
            skipped.train(1);
            double[] after = trained(skipped);
            skipped.train(1);

            assertThat(after).isEqualTo(before);
            assertThat(trained(skipped)).isNotEqualTo(after);
        }
    }

    @Test
    void aScaledGradientMakesAStepOfDescentAsMuchSmaller() {
        ParameterGroups descent = ParameterGroups.builder().otherwise(OptimizerSpec.sgd(0.1));
        Recipe scaling = Recipe.of(new Before(1, new ScaleGradient(0.25), new ArrayList<>()))
                .withGroups(descent);
        try (Subject scaled = subjects().controlled(Schedule.CONSTANT, scaling);
                Subject whole =
                        subjects().controlled(Schedule.CONSTANT, Recipe.of().withGroups(descent))) {
            double[] initial = trained(whole);

            scaled.train(1);
            whole.train(1);

            double[] part = trained(scaled);
            double[] all = trained(whole);
            for (int i = 0; i < initial.length; i++) {
                // Weights of about 1 in single precision: differences are good to 1e-7.
                assertThat(part[i] - initial[i]).isCloseTo(0.25 * (all[i] - initial[i]), within(2e-7));
            }
            assertThat(part).isNotEqualTo(initial);
        }
    }

    @Test
    void theGradientMeasuredBeforeAnUpdateIsTheOneMeasuredWithIt() {
        List<Double> before = new ArrayList<>();
        List<Observation> with = new ArrayList<>();
        Recipe both = Recipe.of(
                new Before(0, new SkipUpdate(), before),
                new Watching(Set.of(Moment.STEP), Set.of(Measurement.total(Quantity.GRADIENT_NORM)), with));
        try (Subject subject = subjects().controlled(Schedule.CONSTANT, both)) {

            subject.train(5);

            assertThat(before).hasSize(5);
            assertThat(with)
                    .extracting(each ->
                            each.measured().total(Quantity.GRADIENT_NORM).orElse(0))
                    .isEqualTo(before);
        }
    }

    @Test
    void displacementIsTheDistanceFromTheWeightsAtAttach() {
        Recipe meter = Recipe.of(FirstGuess.defaults().withLimit(1e-6));
        try (Subject subject = subjects().controlled(Schedule.CONSTANT, meter)) {
            Map<String, double[]> initial = new TreeMap<>();
            subject.table().all().paths().forEach(path -> initial.put(path, subject.values(path)));

            subject.train(1);

            Evidence lost = subject.history().stream()
                    .map(decided -> decided.decision().because())
                    .filter(because -> because.rule().equals("first-guess-lost"))
                    .findFirst()
                    .orElseThrow();
            for (ParameterInfo info : subject.table().entries()) {
                if (info.kind() == Kind.WEIGHT) {
                    double[] from = Objects.requireNonNull(initial.get(info.path()));
                    double expected =
                            distance(from, subject.values(info.path())) / distance(from, new double[from.length]);
                    assertThat(lost.measured().get("displacement " + info.path()))
                            .isCloseTo(expected, within(1e-4 * expected));
                }
            }
        }
    }

    @Test
    void aGuardThatNeverFiresLeavesTrainingBitIdentical() {
        try (Subject plain = subjects().plain(Schedule.CONSTANT);
                Subject guarded = subjects()
                        .controlled(
                                Schedule.CONSTANT,
                                Recipe.of(
                                        SpikeGuard.defaults(),
                                        FirstGuess.defaults().withLimit(1e9)))) {

            plain.train(60);
            guarded.train(60);

            assertThat(guarded.weights()).isEqualTo(plain.weights());
        }
    }

    private static double distance(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (one[i] - other[i]) * (one[i] - other[i]);
        }
        return Math.sqrt(sum);
    }

    /** Running statistics have seen a batch that is skipped: the forward pass comes first. */
    private static double[] trained(Subject subject) {
        return subject.table().entries().stream()
                .filter(ParameterInfo::trainable)
                .flatMapToDouble(info -> Arrays.stream(subject.values(info.path())))
                .toArray();
    }
}
