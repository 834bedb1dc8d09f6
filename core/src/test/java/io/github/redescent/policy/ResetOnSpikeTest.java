package io.github.redescent.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.redescent.control.Action;
import io.github.redescent.control.Action.ResetState;
import io.github.redescent.control.Action.Restore;
import io.github.redescent.control.Action.SetRateFactor;
import io.github.redescent.control.Observation;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.Span;
import io.github.redescent.parameter.ParameterSelector;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResetOnSpikeTest {
    private static final ResetOnSpike POLICY = ResetOnSpike.defaults();

    private static Observation jumping(int i) {
        return Played.step(i, i == 100 ? 5 : 1 + 0.2 * Math.sin(i * 12.9898));
    }

    @Test
    void aJumpOfTheLossResetsTheFirstMoment() {
        Played played = Played.of(POLICY, 200, 1, ResetOnSpikeTest::jumping);

        assertThat(played.steps()).containsExactly(100L);
        assertThat(played.decisions().get(0).actions())
                .containsExactly(new ResetState(ParameterSelector.all(), ResetMode.FIRST_MOMENT));
        assertThat(played.decisions().get(0).because().sentence())
                .matches("loss jumped from \\S+ to 5 → reset FIRST_MOMENT");
    }

    @Test
    void itCanGoBackToTheBestWeights() {
        Played played = Played.of(POLICY.withGoOnFrom(GoOnFrom.BEST), 200, 1, ResetOnSpikeTest::jumping);

        assertThat(played.decisions().get(0).actions())
                .element(0)
                .isEqualTo(new Restore(ParameterSelector.all(), "best"));
    }

    @Test
    void lossesThatAreTinyButForSomeAreNoJumps() {
        // A trained model: one batch in sixteen has a hard example.
        Played played = Played.of(POLICY, 400, 1, i -> Played.step(i, i % 16 == 0 ? 0.4 + 0.1 * Math.sin(i) : 0.001));

        assertThat(played.decisions()).isEmpty();
    }

    @Test
    void spamResetsPeriodicallyAndWarmsUpAgain() {
        Played played = Played.of(ResetOnSpike.spam(), 1300, 1, i -> Played.step(i, 1));

        List<Action> first = played.decisions().get(0).actions();
        long full = played.decisions().stream()
                .filter(each -> each.because().rule().equals("periodic"))
                .count();
        assertThat(played.steps().get(0)).isEqualTo(500);
        assertThat(first).element(0).isEqualTo(new ResetState(ParameterSelector.all(), ResetMode.FULL));
        assertThat(full).isEqualTo(2);
        assertThat(((SetRateFactor) first.get(1)).span()).isEqualTo(Span.PASSING);
        assertThat(played.steps()).contains(650L).doesNotContain(651L);
        assertThat(played.rates().get(650)).isEqualTo(1);
    }

    @Test
    void aSavedRunGoesOnWithTheSameDecisions() {
        ResetOnSpike policy = POLICY.withEvery(70).withRewarm(5);

        Played straight = Played.of(policy, 300, 1, ResetOnSpikeTest::jumping);

        assertThat(Played.resumed(policy, 300, 1, ResetOnSpikeTest::jumping)).isEqualTo(straight);
        assertThat(straight.decisions()).hasSizeGreaterThan(20);
    }

    @Test
    void refusesWhatIsOutOfRange() {
        assertThatThrownBy(() -> POLICY.withSpreads(0)).hasMessageContaining("spreads must be positive, got 0.0");
        assertThatThrownBy(() -> POLICY.withEvery(0)).hasMessageContaining("at least 1 step, got 0");
        assertThatThrownBy(() -> POLICY.withRewarm(-1)).hasMessageContaining("rewarmSteps");
    }
}
