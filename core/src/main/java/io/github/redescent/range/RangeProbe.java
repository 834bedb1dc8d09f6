package io.github.redescent.range;

/**
 * A copy of a model that is trained to find a rate, and thrown away. What it is a copy of, its optimizer state, random
 * stream and data iterator are left as they were. Used by one thread.
 */
public interface RangeProbe extends AutoCloseable {
    /**
     * Makes one update on the next batch; data start over where they end.
     *
     * @param rate learning rate of the group with the highest one; other groups keep their ratio to it
     * @return the batch's loss without penalty terms, measured before the update; NaN or infinite if it is
     */
    double update(double rate);

    /** Frees the copy. */
    @Override
    void close();
}
