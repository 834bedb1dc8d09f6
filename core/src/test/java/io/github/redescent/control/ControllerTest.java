package io.github.redescent.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.redescent.Recipe;
import io.github.redescent.control.Action.Freeze;
import io.github.redescent.control.Action.Keep;
import io.github.redescent.control.Action.RedrawWeights;
import io.github.redescent.control.Action.ResetState;
import io.github.redescent.control.Action.RestartSchedule;
import io.github.redescent.control.Action.SetRateFactor;
import io.github.redescent.control.Action.Stop;
import io.github.redescent.control.Action.Unfreeze;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.policy.KeepBest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules of the controller: conflicts, rates, failures, dry run. */
class ControllerTest {
    private static final ParameterSelector ALL = ParameterSelector.all();
    private static final ParameterSelector LAYER_A = ParameterSelector.glob("a/*");
    private static final ParameterSelector LAYER_B = ParameterSelector.glob("b/*");
    private static final Action RESET = new ResetState(ALL, ResetMode.FULL);
    private static final Action REDRAW = new RedrawWeights(ALL, 1);

    private final RecordingBackend backend = new RecordingBackend();
    private final List<TrainingEvent> events = new ArrayList<>();

    /** A scripted policy under a name of its own, which remembers what it was told. */
    private record Named(String name, Map<Long, List<Action>> script) implements Policy<Named.Seen> {
        record Seen(int observations, List<Action> applied, double settled) {}

        static Named at(String name, long step, Action... actions) {
            return new Named(name, Map.of(step, List.of(actions)));
        }

        @Override
        public Class<Seen> stateType() {
            return Seen.class;
        }

        @Override
        public Seen start(Run run) {
            return new Seen(0, List.of(), 0);
        }

        @Override
        public List<Action> repertoire() {
            return script.values().stream().flatMap(List::stream).toList();
        }

        @Override
        public Transition<Seen> update(Seen state, Observation now) {
            List<Action> applied = new ArrayList<>(state.applied());
            applied.addAll(now.applied());
            Rate rate = now.rates().getOrDefault("A", Rate.scheduled(0));
            Seen next = new Seen(state.observations() + 1, applied, rate.settled());
            List<Action> actions = script.getOrDefault(now.step(), List.of());
            return actions.isEmpty()
                    ? Transition.to(next)
                    : Transition.to(next, new Decision(actions, new Evidence("s", "said so", Map.of(), Map.of())));
        }
    }

    @Test
    void theStrongestActionWinsAndTheLoserLearnsOfIt() {
        Controller controller = attach(Named.at("weak", 1, RESET), Named.at("strong", 1, REDRAW));

        run(controller, 2);

        assertThat(backend.calls).containsExactly("redraw a/W a/mean b/W");
        assertThat(fates()).containsExactly("strong APPLIED", "weak SUPERSEDED");
        Named.Seen loser = state(controller, "weak");
        // The superseded observation does not count.
        assertThat(loser.observations()).isEqualTo(1);
        assertThat(loser.applied()).containsExactly(REDRAW);
        assertThat(state(controller, "strong").applied()).isEmpty();
    }

    @Test
    void whatIsKeptAmidADecisionHasItsPlaceBeforeOrAfterAnothers() {
        Keep keep = new Keep("here", Set.of(Part.WEIGHTS));
        Controller controller = attach(
                Named.at("one", 1, new ResetState(LAYER_A, ResetMode.FULL)),
                Named.at("two", 1, keep, new RedrawWeights(LAYER_B, 1)));

        run(controller, 2);

        assertThat(backend.calls).containsExactly("keep here a/W a/mean b/W c/W", "redraw b/W");
        assertThat(fates()).containsExactly("two APPLIED", "one SUPERSEDED");
    }

    @Test
    void decisionsOnDifferentParametersAreBothCarriedOut() {
        Controller controller = attach(
                Named.at("one", 1, new ResetState(LAYER_A, ResetMode.FULL)),
                Named.at("two", 1, new RedrawWeights(LAYER_B, 1)));

        run(controller, 1);

        assertThat(backend.calls).containsExactlyInAnyOrder("reset a/W", "redraw b/W");
    }

    @Test
    void rateFactorsOfAllPoliciesMultiplyAndEachOwnsOne() {
        Named first = new Named(
                "first",
                Map.of(
                        1L, List.of(new SetRateFactor(ALL, 0.5, Span.LASTING)),
                        3L, List.of(new SetRateFactor(ALL, 0.25, Span.LASTING))));
        Controller controller = attach(first, Named.at("second", 2, new SetRateFactor(LAYER_A, 0.1, Span.LASTING)));

        run(controller, 4);

        assertThat(backend.calls)
                .containsExactly("rate 0.5 a/W b/W", "rate 0.05 a/W", "rate 0.025 a/W", "rate 0.25 b/W");
        assertThat(state(controller, "second").settled()).isEqualTo(0.025);
    }

    @Test
    void aDryRunReportsAndDoesNothing() {
        Recipe recipe = new Recipe(
                List.of(Named.at("p", 1, REDRAW, RESET)), ParameterGroups.unchanged(), 0, OptionalLong.empty(), true);

        run(Controller.attach(recipe, backend, events::add), 2);

        assertThat(backend.calls).isEmpty();
        assertThat(fates()).containsExactly("p DRY_RUN");
    }

    @Test
    void aBackendThatThrowsCommitsNothingAndNamesTheLastKeptSlot() {
        Named policy = new Named("p", Map.of(1L, List.of(new Keep("safe", Set.of(Part.WEIGHTS))), 2L, List.of(RESET)));
        Controller controller = attach(policy);
        run(controller, 1);
        Named.Seen before = state(controller, "p");
        backend.failing = true;

        assertThatThrownBy(() -> observe(controller, 2)).hasMessage("the host failed");

        assertThat(state(controller, "p")).isEqualTo(before);
        assertThatThrownBy(() -> observe(controller, 3))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the last kept slot is safe");
    }

    @Test
    void stoppingPublishesBeforeItThrows() {
        Controller controller = attach(Named.at("p", 1, new Stop("enough")));

        assertThatThrownBy(() -> observe(controller, 1))
                .isInstanceOf(TrainingStoppedException.class)
                .hasMessageContaining("enough");

        assertThat(events.get(events.size() - 1)).isEqualTo(new TrainingEvent.Stopped(1, "enough"));
        assertThatThrownBy(() -> observe(controller, 2)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatTheBackendCannotDoIsRefusedAtAttach() {
        assertThatThrownBy(() -> attach(Named.at("p", 1, new RestartSchedule(ALL))))
                .isInstanceOf(UnsupportedByBackendException.class)
                .hasMessageContaining("leave it out");
    }

    @Test
    void onlyKeepingIsAllowedBeforeAnUpdate() {
        Policy<?> early = new EarlyPolicy();
        Controller controller = attach(early);

        assertThatThrownBy(() -> controller.observe(new Observation(
                        Moment.GRADIENT, 0, 0, 1, OptionalDouble.empty(), Map.of(), Measurements.none(), List.of())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Moment.STEP");
    }

    @Test
    void aRecipeWithoutPoliciesKeepsTheBestAndNamesMustDiffer() {
        assertThat(Recipe.of().policies()).containsExactly(KeepBest.defaults());
        assertThatThrownBy(() -> Recipe.of(Named.at("p", 1), Named.at("p", 2))).hasMessageContaining("named p");
        assertThatThrownBy(() -> Recipe.of(Named.at("p", 1)).withPlannedSteps(0))
                .hasMessage("plannedSteps must be positive, got 0");
    }

    /** Wants to redraw before an update. */
    private record EarlyPolicy() implements Policy<EarlyPolicy.None> {
        record None() {}

        @Override
        public Class<None> stateType() {
            return None.class;
        }

        @Override
        public None start(Run run) {
            return new None();
        }

        @Override
        public Set<Moment> moments() {
            return Set.of(Moment.GRADIENT);
        }

        @Override
        public List<Action> repertoire() {
            return List.of(REDRAW);
        }

        @Override
        public Transition<None> update(None state, Observation now) {
            return Transition.to(
                    state, new Decision(List.of(REDRAW), new Evidence("e", "too early", Map.of(), Map.of())));
        }
    }

    /** Freezes a layer before the first update. */
    private record Opening(String name) implements Policy<Opening.Nothing> {
        record Nothing() {}

        @Override
        public Class<Nothing> stateType() {
            return Nothing.class;
        }

        @Override
        public Nothing start(Run run) {
            return new Nothing();
        }

        @Override
        public List<Action> repertoire() {
            return List.of();
        }

        @Override
        public Optional<Decision> opening(Run run) {
            Evidence because = new Evidence("opening", "first of all", Map.of(), Map.of());
            return Optional.of(new Decision(List.of(new Freeze(LAYER_A)), because));
        }

        @Override
        public Transition<Nothing> update(Nothing state, Observation now) {
            return Transition.to(state);
        }
    }

    @Test
    void anOpeningIsCarriedOutAtAttachAndNotAgainOnResume() {
        Controller controller = attach(new Opening("opening"));
        ControlState saved = controller.state();

        Controller.resume(recipe(ParameterGroups.unchanged(), new Opening("opening")), backend, events::add, saved);

        assertThat(backend.calls).filteredOn(call -> call.startsWith("freeze")).containsExactly("freeze a/W a/mean");
        assertThat(saved.parameters().groups()).containsExactly("B");
        assertThat(fates()).containsExactly("opening APPLIED");
    }

    @Test
    void anOpeningIsOnlyReportedInADryRun() {
        Recipe recipe =
                recipe(ParameterGroups.unchanged(), new Opening("opening")).asDryRun();

        Controller.attach(recipe, backend, events::add);

        assertThat(backend.calls).isEmpty();
        assertThat(fates()).containsExactly("opening DRY_RUN");
    }

    @Test
    void groupsGetTheirTreatmentAtAttach() {
        ParameterGroups groups = ParameterGroups.builder()
                .group("first", "a/*", OptimizerSpec.sgd(0.1))
                .scaled("second", "b/*", 0.5)
                .otherwiseUnchanged();

        Controller controller = attach(groups);

        assertThat(backend.calls).containsExactly("start Sgd a/W", "rate 1.0 a/W", "rate 0.5 b/W");
        assertThat(controller.state().parameters().groups()).containsExactly("first", "second");
    }

    @Test
    void whatIsUnfrozenGetsTheFactorsThatItMissed() {
        Named policy = new Named(
                "p",
                Map.of(
                        1L, List.of(new SetRateFactor(ALL, 0.5, Span.LASTING)),
                        2L, List.of(new Unfreeze(LAYER_A))));
        Controller controller =
                attach(ParameterGroups.builder().frozen("first", "a/*").otherwiseUnchanged(), policy);

        run(controller, 2);

        assertThat(backend.calls)
                .containsExactly("rate 0.5 b/W", "unfreeze a/W a/mean", "rate 0.5 a/W", "rate 1.0 a/W");
        assertThat(controller.state().parameters().groups()).containsExactly("first", "B");
    }

    private Controller attach(Policy<?>... policies) {
        return attach(ParameterGroups.unchanged(), policies);
    }

    private Controller attach(ParameterGroups groups, Policy<?>... policies) {
        return Controller.attach(recipe(groups, policies), backend, events::add);
    }

    private static Recipe recipe(ParameterGroups groups, Policy<?>... policies) {
        return new Recipe(List.of(policies), groups, 0, OptionalLong.empty(), false);
    }

    private static void run(Controller controller, int steps) {
        for (int step = 1; step <= steps; step++) {
            observe(controller, step);
        }
    }

    private static void observe(Controller controller, long step) {
        controller.observe(Observation.step(step, 0, 1, Map.of("A", Rate.scheduled(1), "B", Rate.scheduled(1))));
    }

    private List<String> fates() {
        return events.stream()
                .filter(TrainingEvent.Decided.class::isInstance)
                .map(TrainingEvent.Decided.class::cast)
                .map(decided -> decided.policy() + ' ' + decided.fate())
                .toList();
    }

    private static Named.Seen state(Controller controller, String policy) {
        return (Named.Seen) controller.state().policies().stream()
                .filter(saved -> saved.policy().equals(policy))
                .findFirst()
                .orElseThrow()
                .state();
    }
}
