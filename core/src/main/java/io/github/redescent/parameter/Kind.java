package io.github.redescent.parameter;

/** What a parameter does in its layer, the same words for every host framework. */
public enum Kind {
    /** Multiplies activations: dense, convolution and recurrent kernels, embeddings. */
    WEIGHT,
    /** Is added to activations. */
    BIAS,
    /** A normalisation's scale (gamma). */
    GAIN,
    /** A normalisation's offset (beta). */
    SHIFT,
    /** A normalisation's running mean or variance: changed by the forward pass, not by an optimizer. */
    RUNNING_STATISTIC
}
