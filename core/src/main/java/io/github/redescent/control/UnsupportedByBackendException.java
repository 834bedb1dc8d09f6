package io.github.redescent.control;

/** A host framework cannot do what was asked; thrown when a recipe is attached or the limit is first seen. */
public final class UnsupportedByBackendException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Makes one; the message says what is impossible and what to do instead. */
    public UnsupportedByBackendException(String message) {
        super(message);
    }
}
