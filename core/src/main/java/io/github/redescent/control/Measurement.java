package io.github.redescent.control;

/**
 * A request: this quantity, in this detail.
 *
 * @param quantity what to measure
 * @param detail how finely
 */
public record Measurement(Quantity quantity, Detail detail) {
    /** Returns a request for one number over all trained parameters. */
    public static Measurement total(Quantity quantity) {
        return new Measurement(quantity, Detail.TOTAL);
    }

    /** Returns a request for one number per group. */
    public static Measurement perGroup(Quantity quantity) {
        return new Measurement(quantity, Detail.PER_GROUP);
    }

    /** Returns a request for one number per parameter tensor. */
    public static Measurement perTensor(Quantity quantity) {
        return new Measurement(quantity, Detail.PER_TENSOR);
    }
}
