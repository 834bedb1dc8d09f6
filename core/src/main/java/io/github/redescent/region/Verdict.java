package io.github.redescent.region;

import java.util.Arrays;
import java.util.Optional;

/** What a stretch of training looks like, mildest first: of two that apply, the later one is the verdict. */
public enum Verdict {
    /** Nothing that a restart would mend. */
    HEALTHY("healthy"),
    /** The loss stays where the best constant prediction's is, or above an acceptable one. */
    STUCK("stuck"),
    /** The updates are too small to get anywhere in the steps left. */
    TOO_SLOW("too-slow"),
    /** The output no longer depends on the input, or the gradients have gone. */
    DEAD("dead"),
    /** The loss is far above the best constant prediction's and will not come down in time. */
    HOPELESS("hopeless"),
    /** What was learned is lost, and does not come back. */
    DIVERGED("diverged"),
    /** The loss or the weights are NaN or infinite. */
    NON_FINITE("non-finite");

    private final String rule;

    Verdict(String rule) {
        this.rule = rule;
    }

    /** Returns the name of the rule in {@link io.github.redescent.control.Evidence}. */
    public String rule() {
        return rule;
    }

    /** Returns the verdict that a rule stands for, empty if the rule is of another kind. */
    public static Optional<Verdict> ofRule(String rule) {
        return Arrays.stream(values())
                .filter(verdict -> verdict.rule.equals(rule))
                .findFirst();
    }
}
