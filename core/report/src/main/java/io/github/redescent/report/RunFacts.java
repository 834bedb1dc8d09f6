package io.github.redescent.report;

import io.github.redescent.Recipe;
import io.github.redescent.control.Policy;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSet;
import io.github.redescent.parameter.ParameterTable;
import java.util.ArrayList;
import java.util.List;

/** Recipe and model in a few lines. */
final class RunFacts {
    private RunFacts() {}

    static List<String> of(Recipe recipe) {
        List<String> lines = new ArrayList<>();
        for (Policy<?> policy : recipe.policies()) {
            lines.add(policy.toString());
        }
        if (!recipe.groups().isEmpty()) {
            lines.add(recipe.groups().toString());
        }
        lines.add("seed " + recipe.seed());
        recipe.plannedSteps().ifPresent(steps -> lines.add("planned for " + Numbers.count(steps) + " steps"));
        if (recipe.dryRun()) {
            lines.add("dry run: decisions are reported and not carried out");
        }
        return lines;
    }

    static List<String> of(ParameterTable table) {
        List<String> lines = new ArrayList<>();
        ParameterSet trained = table.all().only(ParameterInfo::trainable);
        lines.add(Numbers.count(table.all().count()) + " parameters, " + Numbers.count(trained.count()) + " trained");
        List<String> groups =
                table.entries().stream().map(ParameterInfo::group).distinct().toList();
        for (String group : groups) {
            ParameterSet members = table.all().only(info -> info.group().equals(group));
            ParameterSet moving = members.only(ParameterInfo::trainable);
            String frozen = moving.isEmpty() ? ", frozen" : "";
            lines.add("group " + group + ": " + members.members().size() + " tensors, " + Numbers.count(members.count())
                    + " parameters" + frozen);
        }
        return lines;
    }
}
