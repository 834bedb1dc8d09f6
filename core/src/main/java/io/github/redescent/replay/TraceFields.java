package io.github.redescent.replay;

import io.github.redescent.control.Quantity;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The names of a trace line's members. */
final class TraceFields {
    static final String STEP = "step";
    static final String EPOCH = "epoch";
    static final String LOSS = "loss";
    static final String VALIDATION_LOSS = "validationLoss";
    static final String LEARNING_RATE = "learningRate";
    static final String LASTING = "lasting";
    static final String PASSING = "passing";
    static final String GROUPS = "groups";
    static final String TENSORS = "tensors";
    static final String APPLIED = "applied";
    static final String APPLIED_BY = "appliedBy";

    /** The group of a rate that stands for the whole model. */
    static final String WHOLE = "all";

    /**
     * Measured numbers; at the top of a line for the whole model, under {@link #GROUPS} and {@link #TENSORS} for each.
     */
    static final Map<Quantity, String> QUANTITIES = Map.of(
            Quantity.GRADIENT_NORM, "gradientNorm",
            Quantity.PARAMETER_NORM, "parameterNorm",
            Quantity.UPDATE_NORM, "updateNorm",
            Quantity.UPDATE_DOT_GRADIENT, "updateDotGradient",
            Quantity.ZERO_GRADIENTS, "zeroGradientFraction",
            Quantity.DISPLACEMENT, "displacement",
            Quantity.CONSTANT_LOSS, "constantLoss");

    /** The members of a group's rate. */
    static final Set<String> RATE = Set.of(LEARNING_RATE, LASTING, PASSING);

    private static final Map<String, Quantity> BY_NAME = QUANTITIES.entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    private TraceFields() {}

    /** Returns what a member measures, or refuses an unknown one. */
    static Quantity quantity(String name) {
        Quantity quantity = BY_NAME.get(name);
        if (quantity == null) {
            throw StrictJson.unknown(name);
        }
        return quantity;
    }
}
