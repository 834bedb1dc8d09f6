package io.github.redescent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.redescent.control.Policy;
import io.github.redescent.control.Run;
import io.github.redescent.parameter.Grouping;
import io.github.redescent.parameter.Kind;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterTable;
import io.github.redescent.policy.GoOnFrom;
import io.github.redescent.policy.KeepBest;
import io.github.redescent.policy.ReduceOnPlateau;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecipesTest {
    private static final ParameterTable TABLE = new ParameterTable(List.of(
            new ParameterInfo("body/W", Kind.WEIGHT, List.of(4L), "all", false),
            new ParameterInfo("head/W", Kind.WEIGHT, List.of(2L), "all", false)));

    static Stream<Recipe> recipes() {
        return Stream.of(
                Recipes.stuckRun(),
                Recipes.longTraining(),
                Recipes.fineTuning("body/**", "head/**"),
                Recipes.onlineLearning(0.01),
                Recipes.sparseInputs(1e-3),
                Recipes.spikes(),
                Recipes.rescue(0.5));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void everyRecipeFitsAModelAndKeepsTheBest(Recipe recipe) {
        Grouping grouping = recipe.groups().on(TABLE);
        Run run = new Run(grouping.table(), 0, OptionalLong.empty(), 0);

        assertThat(recipe.policies()).anyMatch(KeepBest.class::isInstance);
        assertThat(recipe.policies())
                .allSatisfy(policy -> assertThat(policy.start(run)).isNotNull());
    }

    @Test
    void fineTuningRefusesAModelWithMoreThanBodyAndHead() {
        ParameterTable more = new ParameterTable(Stream.concat(
                        TABLE.entries().stream(),
                        Stream.of(new ParameterInfo("neck/W", Kind.WEIGHT, List.of(2L), "all", false)))
                .toList());

        assertThatThrownBy(
                        () -> Recipes.fineTuning("body/**", "head/**").groups().on(more))
                .hasMessageContaining("neck/W");
    }

    @Test
    void goingBackToTheBestNeedsSomebodyWhoKeepsIt() {
        Policy<?> restoring = ReduceOnPlateau.defaults().withGoOnFrom(GoOnFrom.BEST);

        assertThat(Recipe.of(restoring).policies()).hasSize(2);
        assertThatThrownBy(() ->
                        new Recipe(List.of(restoring), ParameterGroups.unchanged(), 0, OptionalLong.empty(), false))
                .hasMessage("ReduceOnPlateau goes back to the best weights, and no policy keeps them;"
                        + " add KeepBest.defaults()");
    }
}
