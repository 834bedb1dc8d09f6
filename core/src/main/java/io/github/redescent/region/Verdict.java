package io.github.redescent.region;

import java.util.Arrays;
import java.util.Optional;

/** What a stretch of training looks like, mildest first: of two that apply, the later one is the verdict. */
public enum Verdict {
    /** Nothing that a restart would mend. */
    HEALTHY("healthy"),
    /** The loss stays at a bad level. */
    STUCK("stuck"),
    /** As stuck, and the gradients have gone: most entries exactly zero, or vanishingly small. */
    DEAD("dead"),
    /** The loss rose far above where it started and does not come back. */
    DIVERGED("diverged"),
    /** The loss or a gradient is NaN or infinite. */
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
