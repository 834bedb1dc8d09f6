package io.github.redescent.control;

/** When an observation is made. Both hosts keep the same timing. */
public enum Moment {
    /**
     * Before an update, when weights and loss belong together. Only {@link Action.Keep}, {@link Action.SkipUpdate} and
     * {@link Action.ScaleGradient} are allowed here.
     */
    GRADIENT,
    /** After an update; what is decided now is in force before the next forward pass. */
    STEP,
    /** After an epoch, with the validation loss where there is one. */
    EPOCH
}
