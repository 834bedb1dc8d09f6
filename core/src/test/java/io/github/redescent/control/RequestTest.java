package io.github.redescent.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.redescent.Recipe;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.policy.ReinitializeOnBadRegion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What becomes of a user's request to restore. */
class RequestTest {
    private final RecordingBackend backend = new RecordingBackend();
    private final EventHistory history = new EventHistory(line -> {}, line -> {}, event -> {});

    @Test
    void thePolicyDecidesAboutItsOwnSlot() {
        Controller controller = Controller.attach(Recipe.of(), backend, history);
        for (int step = 0; step < 100; step++) {
            before(controller, step, 1.0 / (1 + step));
        }

        controller.restore("restoreBest", "best");

        assertThat(backend.calls).doesNotContain("restore best a/W a/mean b/W c/W");
        assertThat(history.decisions()).hasSize(1);
        assertThat(history.decisions().get(0).fate()).isEqualTo(Fate.REPORTED);

        before(controller, 100, Double.NaN);
        controller.restore("restoreBest", "best");

        assertThat(backend.calls).endsWith("restore best a/W a/mean b/W c/W");
        assertThat(history.decisions().get(1).fate()).isEqualTo(Fate.APPLIED);
    }

    @Test
    void theHistoryPrintsALinePerDecision() {
        Controller controller = Controller.attach(Recipe.of(), backend, history);
        before(controller, 0, 2);
        before(controller, 1, Double.NaN);
        controller.restore("restoreBest", "best");
        controller.restore("restoreBest", "best");

        String line =
                "step 0 restoreBest: the first loss kept at step 0 is 2, the newest loss is no number" + " → restored";
        assertThat(history.decisions()).hasToString(line + System.lineSeparator() + line);
    }

    @Test
    void aDryRunSaysThatItKeptNothing() {
        Controller controller = Controller.attach(Recipe.of().asDryRun(), backend, history);
        before(controller, 0, 2);

        controller.restore("restoreBest", "best");

        assertThat(backend.calls).isEmpty();
        assertThat(history.decisions().get(history.decisions().size() - 1).describe())
                .isEqualTo("step 0 restoreBest: a dry run keeps nothing → the present weights stay");
    }

    @Test
    void whereNothingWasKeptItSaysWhatToDo() {
        Controller controller = Controller.attach(Recipe.of(), backend, history);

        assertThatThrownBy(() -> controller.restore("restoreBest", "best"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("train at least one step");
    }

    @Test
    void theFirstAttemptComesBackWithItsRate() {
        Controller controller = Controller.attach(Recipe.of(ReinitializeOnBadRegion.defaults()), backend, history);
        controller.observe(Observation.step(1, 0, 2, Map.of()));
        controller.observe(Observation.step(2, 0, Double.NaN, Map.of()));
        controller.observe(Observation.step(3, 0, Double.NaN, Map.of()));

        controller.restore("restoreFirstAttempt", ReinitializeOnBadRegion.FIRST_ATTEMPT);

        assertThat(backend.calls).endsWith("restore first-attempt a/W a/mean b/W c/W", "rate 1.0 a/W", "rate 1.0 b/W");
    }

    @Test
    void equalSettingsGiveEqualTextsHoweverTheyWereBuilt() {
        Action keep = new Action.Keep("here", Set.of(Part.WEIGHTS, Part.OPTIMIZER_AND_CLOCKS));
        Action other = new Action.Keep("here", new TreeSet<>(List.of(Part.OPTIMIZER_AND_CLOCKS, Part.WEIGHTS)));

        assertThat(Configuration.text(keep)).isEqualTo(Configuration.text(other));
        assertThat(Configuration.text(List.of(1))).isEqualTo(Configuration.text(new ArrayList<>(List.of(1))));
        assertThat(Configuration.text(new Object())).isEqualTo(Configuration.text(new Object()));
        assertThat(Configuration.text(ParameterSelector.glob("a/*")))
                .isNotEqualTo(Configuration.text(ParameterSelector.glob("b/*")));
    }

    private static void before(Controller controller, long step, double loss) {
        controller.observe(new Observation(
                Moment.GRADIENT, step, 0, loss, OptionalDouble.empty(), Map.of(), Measurements.none(), List.of()));
    }
}
