package io.github.redescent.djl.optimizer;

/**
 * One tensor of an optimizer's state, of its weight's shape.
 *
 * @param name PyTorch's name for it, the key in files
 * @param moment which moment it belongs to, for partial resets
 * @param start the value of every entry in a brand-new optimizer
 */
public record Slot(String name, Moment moment, double start) {
    /** What a slot averages. */
    public enum Moment {
        /** Gradients or steps. */
        FIRST,
        /** Their squares or sizes. */
        SECOND
    }

    static Slot first(String name) {
        return new Slot(name, Moment.FIRST, 0);
    }

    static Slot second(String name) {
        return new Slot(name, Moment.SECOND, 0);
    }
}
