package io.github.redescent.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.redescent.Recipe;
import io.github.redescent.control.Action;
import io.github.redescent.control.ControlState;
import io.github.redescent.control.PolicyState;
import io.github.redescent.control.RateFactor;
import io.github.redescent.control.Run;
import io.github.redescent.control.Span;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.parameter.Kind;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.parameter.ParameterTable;
import io.github.redescent.policy.KeepBest;
import io.github.redescent.policy.ReinitializeOnBadRegion;
import io.github.redescent.policy.ResetOnDecay;
import io.github.redescent.trend.Series;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Strictness, and that nothing is lost. */
class RecordJsonTest {
    private record Everything(
            int whole,
            long large,
            double number,
            String text,
            Span choice,
            Optional<String> maybe,
            OptionalDouble maybeNumber,
            OptionalLong maybeLong,
            OptionalInt maybeInt,
            List<Double> list,
            Map<String, Long> map,
            Series series,
            LearningRate sealed,
            ParameterSelector nested) {}

    private static final Everything EVERYTHING = new Everything(
            1,
            1L << 60,
            0.1,
            "a \"b\" ☃",
            Span.PASSING,
            Optional.of("x"),
            OptionalDouble.of(2),
            OptionalLong.empty(),
            OptionalInt.empty(),
            List.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY),
            Map.of("k", 3L),
            Series.of(1, Double.NaN),
            LearningRate.exponential(1, 0.5),
            ParameterSelector.glob("a/**")
                    .and(ParameterSelector.ofKind(Kind.BIAS).not()));

    private static final ParameterTable TABLE =
            new ParameterTable(List.of(new ParameterInfo("a/W", Kind.WEIGHT, List.of(2L), "g", false)));

    @Test
    void whatIsWrittenIsReadBack() {
        String text = RecordJson.toText(EVERYTHING);

        assertThat(RecordJson.fromText(text, Everything.class)).isEqualTo(EVERYTHING);
        assertThat(text).contains("\"NaN\"", "\"-Infinity\"", "\"type\":\"Exponential\"", "\"maybeLong\":null");
    }

    @Test
    void aMissingMemberIsAnErrorThatNamesIt() {
        String text = RecordJson.toText(EVERYTHING).replace("\"large\":1152921504606846976,", "");

        assertThatThrownBy(() -> RecordJson.fromText(text, Everything.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lacks the member \"large\"");
    }

    @Test
    void anUnknownMemberOrTypeIsAnErrorThatNamesIt() {
        String member = RecordJson.toText(EVERYTHING).replace("\"whole\"", "\"hole\"");
        String type = RecordJson.toText(EVERYTHING).replace("Exponential", "Shrunk");

        assertThatThrownBy(() -> RecordJson.fromText(member, Everything.class)).hasMessageContaining("\"hole\"");
        assertThatThrownBy(() -> RecordJson.fromText(type, Everything.class))
                .hasMessageContaining("Shrunk")
                .hasMessageContaining("Cosine");
    }

    @Test
    void theControllersStateIsReadBack() {
        ControlState state = state();

        assertThat(ControlStateJson.read(ControlStateJson.write(state), recipe()))
                .isEqualTo(state);
    }

    @Test
    void anUnknownVersionOrAMissingPolicyIsAnErrorThatNamesIt() {
        String text = ControlStateJson.write(state());

        assertThatThrownBy(() -> ControlStateJson.read(text.replace("\"version\":1", "\"version\":9"), recipe()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("version must be 1, got 9");
        assertThatThrownBy(() -> ControlStateJson.read(text, Recipe.of(KeepBest.defaults())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ResetOnDecay");
        assertThatThrownBy(() -> ControlStateJson.read("{", recipe())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aChangedParameterTableIsAnErrorThatNamesIt() {
        ParameterTable changed =
                new ParameterTable(List.of(new ParameterInfo("a/W", Kind.WEIGHT, List.of(3L), "g", false)));

        assertThatThrownBy(() -> state().requireParameters(changed))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a/W WEIGHT [2]")
                .hasMessageContaining("a/W WEIGHT [3]");
    }

    private static Recipe recipe() {
        return Recipe.of(ResetOnDecay.defaults(), ReinitializeOnBadRegion.defaults());
    }

    private static ControlState state() {
        Run run = new Run(TABLE, 5, OptionalLong.of(100), 1);
        List<PolicyState> policies = recipe().policies().stream()
                .map(policy -> new PolicyState(
                        policy.name(),
                        policy.toString(),
                        policy.start(run),
                        List.of(new Action.RedrawWeights(ParameterSelector.all(), 7))))
                .toList();
        return new ControlState(
                5,
                TABLE,
                "groups",
                policies,
                List.of(new RateFactor("p", ParameterSelector.all(), Span.LASTING, 0.5)),
                List.of("best"));
    }
}
