package io.github.redescent.control;

import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterTable;
import java.util.List;

/**
 * All that a controller remembers: together with the model and the kept slots it makes a run resume exactly.
 *
 * @param step updates done when it was taken
 * @param parameters the model's parameters
 * @param groups the recipe's groups as text, to notice that they changed
 * @param policies what each policy remembers, in the recipe's order
 * @param factors the rate factors in force
 * @param keptSlots names of the slots that hold something, the newest last
 */
public record ControlState(
        long step,
        ParameterTable parameters,
        String groups,
        List<PolicyState> policies,
        List<RateFactor> factors,
        List<String> keptSlots) {
    /** Copies the lists. */
    public ControlState {
        policies = List.copyOf(policies);
        factors = List.copyOf(factors);
        keptSlots = List.copyOf(keptSlots);
    }

    /**
     * Checks that this state belongs to a recipe's groups.
     *
     * @throws IllegalArgumentException if they were others; the message shows both
     */
    public void requireGroups(String present) {
        if (!groups.equals(present)) {
            throw new IllegalArgumentException("the state was saved with the groups " + groups + " and the recipe has "
                    + present + "; resume with the recipe that was saved");
        }
    }

    /**
     * Checks that this state belongs to a model.
     *
     * @throws IllegalArgumentException if a path, kind or shape differs; the message names the first difference
     */
    public void requireParameters(ParameterTable present) {
        List<ParameterInfo> saved = parameters.entries();
        List<ParameterInfo> now = present.entries();
        for (int i = 0; i < Math.max(saved.size(), now.size()); i++) {
            String before = i < saved.size() ? saved.get(i).signature() : "nothing";
            String after = i < now.size() ? now.get(i).signature() : "nothing";
            if (!before.equals(after)) {
                throw new IllegalArgumentException("the saved state is of another model: parameter " + i + " was "
                        + before + ", the model has " + after + "; resume with the model that was saved");
            }
        }
    }
}
