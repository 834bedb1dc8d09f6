package io.github.redescent.policy;

import io.github.redescent.control.Run;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.parameter.ParameterSet;
import java.util.List;

/** The groups that a policy with a target acts on, one by one. */
final class TrainedGroups {
    private TrainedGroups() {}

    /**
     * Returns the names of the groups that have optimized parameters in a target, in table order.
     *
     * @throws IllegalArgumentException if the target picks nothing that is trained
     */
    static List<String> in(ParameterSelector target, Run run, String policy) {
        ParameterSet chosen = run.parameters().select(target);
        if (chosen.only(ParameterInfo::trainable).isEmpty()) {
            throw new IllegalArgumentException(policy + ": " + target.describe()
                    + " picks only frozen parameters or running statistics; pick some that are trained");
        }
        return chosen.only(ParameterInfo::optimized).members().stream()
                .map(ParameterInfo::group)
                .distinct()
                .toList();
    }

    /** Returns the target's part in a group. */
    static ParameterSelector part(ParameterSelector target, String group) {
        ParameterSelector whole = ParameterSelector.group(group);
        return target.equals(ParameterSelector.all()) || target.equals(whole) ? whole : target.and(whole);
    }

    /** Returns a policy's name, which tells apart policies of one kind for several targets. */
    static String named(String policy, ParameterSelector target) {
        return target.equals(ParameterSelector.all()) ? policy : policy + '(' + target.describe() + ')';
    }
}
