package io.github.redescent.control;

/** What an adapter can measure on tensors; only the number crosses into the core. */
public enum Quantity {
    /** Euclidean norm of the gradient of the mean loss, before clipping. */
    GRADIENT_NORM,
    /** Euclidean norm of the weights after the update. */
    PARAMETER_NORM,
    /** Euclidean norm of the update that was applied. */
    UPDATE_NORM,
    /** Dot product of the update that was applied, as a change of the weights, with the gradient; as that's units. */
    UPDATE_DOT_GRADIENT,
    /** Share of gradient entries that are exactly zero, in [0, 1]. */
    ZERO_GRADIENTS,
    /**
     * Euclidean distance of the weights from those in the slot {@link #INITIAL_SLOT}, which a policy keeps; absent
     * where nothing was kept.
     */
    DISPLACEMENT,
    /**
     * Loss of the best constant prediction known so far on this very batch, on the scale of the observed loss and by
     * the model's own loss function. Has a total only, and none where the loss cannot be evaluated on a constant.
     */
    CONSTANT_LOSS;

    /** The slot of the weights from which {@link #DISPLACEMENT} is measured. */
    public static final String INITIAL_SLOT = "initial";
}
