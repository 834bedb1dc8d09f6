package io.github.redescent.parameter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.Grouping.Group;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which rule takes which parameter, and what is said where that fails. */
class ParameterGroupsTest {
    private static final OptimizerSpec SGD = OptimizerSpec.sgd(0.1);
    private static final OptimizerSpec ADAM = OptimizerSpec.adam(1e-3);
    private static final ParameterTable TABLE = new ParameterTable(List.of(
            info("stem/W", Kind.WEIGHT),
            info("stem/b", Kind.BIAS),
            info("norm/gamma", Kind.GAIN),
            info("norm/mean", Kind.RUNNING_STATISTIC),
            info("head/W", Kind.WEIGHT)));

    @Test
    void theFirstRuleThatMatchesWins() {
        ParameterGroups groups = ParameterGroups.builder()
                .group("biases", ParameterSelector.ofKind(Kind.BIAS), SGD)
                .frozen("stem", "stem/**")
                .otherwise(ADAM);

        Grouping grouping = groups.on(TABLE);

        assertThat(grouping.table().entries().stream().map(ParameterInfo::group))
                .containsExactly("stem", "biases", "otherwise", "otherwise", "otherwise");
        assertThat(grouping.table().entries().stream().filter(ParameterInfo::frozen))
                .hasSize(1);
        assertThat(grouping.treatments())
                .containsExactly(
                        new Group("stem", new Treatment.Frozen()),
                        new Group("biases", new Treatment.Optimize(SGD)),
                        new Group("otherwise", new Treatment.Optimize(ADAM)));
    }

    @Test
    void whatStaysUnchangedKeepsTheHostsGroup() {
        Grouping grouping = ParameterGroups.builder()
                .scaled("head", "head/**", 0.1)
                .otherwiseUnchanged()
                .on(TABLE);

        assertThat(grouping.table().groups()).containsExactly("Adam", "head");
        assertThat(grouping.treatments()).containsExactly(new Group("head", new Treatment.Unchanged(0.1)));
    }

    @Test
    void noGroupsChangeNothing() {
        assertThat(ParameterGroups.unchanged().on(TABLE)).isEqualTo(new Grouping(TABLE, List.of()));
    }

    @Test
    void layerwiseDecayFallsTowardsTheInput() {
        Grouping grouping = ParameterGroups.builder()
                .layerwise("layer", 0.5, List.of("stem/**", "norm/**", "head/**"))
                .exhaustive()
                .on(TABLE);

        assertThat(grouping.treatments())
                .containsExactly(
                        new Group("layer-1", new Treatment.Unchanged(0.25)),
                        new Group("layer-2", new Treatment.Unchanged(0.5)),
                        new Group("layer-3", new Treatment.Unchanged(1)));
    }

    @Test
    void layerwiseDecayScalesAnOptimizersSchedule() {
        ParameterGroups groups = ParameterGroups.builder()
                .layerwise("layer", SGD, 0.5, List.of("stem/**", "head/**"))
                .otherwiseUnchanged();

        Treatment.Optimize stem = (Treatment.Optimize) groups.rules().get(0).how();

        assertThat(stem.optimizer().rate().at(7)).isEqualTo(0.05);
    }

    @Test
    void weightDecayCanBeForWeightsOnly() {
        Grouping grouping = ParameterGroups.builder()
                .decayWeightsOnly()
                .otherwise(OptimizerSpec.adamW(0.01))
                .on(TABLE);

        assertThat(grouping.table().entries().stream().map(ParameterInfo::group))
                .containsExactly(
                        "otherwise", "otherwise-undecayed", "otherwise-undecayed", "otherwise-undecayed", "otherwise");
        Treatment.Optimize undecayed =
                (Treatment.Optimize) grouping.treatments().get(1).how();
        assertThat(undecayed.optimizer().weightDecay()).isZero();
    }

    @Test
    void aRuleThatMatchesNothingIsShownBesideThePaths() {
        ParameterGroups groups = ParameterGroups.builder()
                .frozen("body", "stem/**")
                .frozen("again", "stem/W")
                .otherwise(ADAM);

        assertThatThrownBy(() -> groups.on(TABLE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rule \"again\" matches no parameter")
                .hasMessageContaining("again: glob \"stem/W\" → frozen")
                .hasMessageContaining("otherwise → Adam")
                .hasMessageContaining("stem/W      body")
                .hasMessageContaining("head/W      (none)");
    }

    @Test
    void aParameterWithoutARuleIsAnError() {
        ParameterGroups groups =
                ParameterGroups.builder().frozen("stem", "stem/**").exhaustive();

        assertThatThrownBy(() -> groups.on(TABLE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("some parameters have no rule")
                .hasMessageContaining("norm/gamma  (none)");
    }

    @Test
    void namesAreUniqueAndFree() {
        ParameterGroupsBuilder twice =
                ParameterGroups.builder().frozen("a", "stem/**").frozen("a", "head/**");
        ParameterGroups hosts =
                ParameterGroups.builder().scaled("Adam", "stem/**", 1).otherwiseUnchanged();

        assertThatThrownBy(twice::otherwiseUnchanged).hasMessageContaining("two rules are named \"a\"");
        assertThatThrownBy(() -> hosts.on(TABLE)).hasMessageContaining("the name of a group that stays the host's");
        assertThatThrownBy(() -> ParameterGroups.builder().frozen("otherwise", "**"))
                .hasMessageContaining("must not be blank or \"otherwise\"");
    }

    @Test
    void equalGroupsHaveEqualTexts() {
        assertThat(ParameterGroups.builder().decayWeightsOnly().otherwise(ADAM))
                .hasToString(ParameterGroups.builder()
                        .decayWeightsOnly()
                        .otherwise(ADAM)
                        .toString());
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        assertThatThrownBy(() -> ParameterGroups.builder().scaled("a", "**", 0))
                .hasMessageContaining("rate factor must be positive and finite, got 0.0");
        assertThatThrownBy(() -> ParameterGroups.builder().layerwise("a", 1.5, List.of("**")))
                .hasMessageContaining("layer-wise decay must be in (0, 1], got 1.5");
    }

    private static ParameterInfo info(String path, Kind kind) {
        return new ParameterInfo(path, kind, List.of(2L), "Adam", false);
    }

    @Test
    void aRuleWithTheNameOfAnothersUndecayedPartIsRefused() {
        assertThatThrownBy(() -> ParameterGroups.builder()
                        .group("x", "a/*", OptimizerSpec.adamW(0.1))
                        .group("x-undecayed", "b/*", OptimizerSpec.sgd(0.1))
                        .otherwiseUnchanged())
                .hasMessageContaining("must not be named \"x-undecayed\"")
                .hasMessageContaining("choose another name");
    }
}
