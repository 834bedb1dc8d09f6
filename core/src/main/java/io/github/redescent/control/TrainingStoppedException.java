package io.github.redescent.control;

/** A policy ended the run. It passes through the host's {@code fit}; catch it there. */
public final class TrainingStoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes one with the policy's reason. */
    public TrainingStoppedException(String message) {
        super(message);
    }
}
