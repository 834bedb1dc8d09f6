package io.github.redescent.benchmarks.rescue;

import java.util.function.DoubleUnaryOperator;

/**
 * What is unusual about a run. Most of these break it and some do not; whether a run is broken or healthy is judged by
 * how it ends alone, not by its cause.
 */
enum Cause {
    RATE_X300(rate -> rate * 300, Start.DRAWN, Fault.NONE, Data.CLEAN, Length.FULL),
    RATE_X30(rate -> rate * 30, Start.DRAWN, Fault.NONE, Data.CLEAN, Length.FULL),
    RATE_1E_7(rate -> 1e-7, Start.DRAWN, Fault.NONE, Data.CLEAN, Length.FULL),
    ZERO_WEIGHTS(rate -> rate, Start.ZERO, Fault.NONE, Data.CLEAN, Length.FULL),
    WEIGHTS_X3(rate -> rate, Start.X3, Fault.NONE, Data.CLEAN, Length.FULL),
    WEIGHTS_X50(rate -> rate, Start.X50, Fault.NONE, Data.CLEAN, Length.FULL),
    /** Hidden units at one end of their range or the other, whatever the input. */
    SATURATED(rate -> rate, Start.SATURATED, Fault.NONE, Data.CLEAN, Length.FULL),
    /** Hidden biases so low that no ReLU ever opens. */
    DEAD_UNITS(rate -> rate, Start.DEAD, Fault.NONE, Data.CLEAN, Length.FULL),
    /** Momentum 0.999 for a rate that suits 0.9. */
    MOMENTUM_TOO_HIGH(rate -> rate * 3, Start.DRAWN, Fault.NONE, Data.CLEAN, Length.FULL),
    BATCH_X1000(rate -> rate, Start.DRAWN, Fault.X1000, Data.CLEAN, Length.FULL),
    LATE_NAN(rate -> rate, Start.DRAWN, Fault.NAN, Data.CLEAN, Length.FULL),
    PRETRAINED_NAN(rate -> rate * 0.3, Start.PRETRAINED, Fault.NAN, Data.CLEAN, Length.FULL),
    PRETRAINED_EARLY_NAN(rate -> rate * 0.3, Start.PRETRAINED, Fault.EARLY_NAN, Data.CLEAN, Length.FULL),

    CLEAN(rate -> rate, Start.DRAWN, Fault.NONE, Data.CLEAN, Length.FULL),
    CLEAN_LONG(rate -> rate, Start.DRAWN, Fault.NONE, Data.CLEAN, Length.LONG),
    PRETRAINED(rate -> rate * 0.3, Start.PRETRAINED, Fault.NONE, Data.CLEAN, Length.FULL),
    /** A fifth of the labels wrong. */
    NOISY_LABELS(rate -> rate, Start.DRAWN, Fault.NONE, Data.NOISY, Length.FULL),
    /** Each class (or output) with a weight of its own in the loss; DL4J only. */
    WEIGHTED(rate -> rate, Start.DRAWN, Fault.NONE, Data.WEIGHTED, Length.FULL),
    SLOW(rate -> rate * 0.4, Start.DRAWN, Fault.NONE, Data.CLEAN, Length.FULL),
    BATCH_OF_TWO(rate -> rate * 0.3, Start.DRAWN, Fault.NONE, Data.TWO, Length.FULL),
    SHORT(rate -> rate, Start.DRAWN, Fault.NONE, Data.CLEAN, Length.HALF),
    VERY_SHORT(rate -> rate * 1.5, Start.DRAWN, Fault.NONE, Data.CLEAN, Length.SIXTH);

    @SuppressWarnings("ImmutableEnumChecker") // the operators hold nothing
    private final DoubleUnaryOperator rate;

    private final Start start;
    private final Fault fault;
    private final Data data;
    private final Length length;

    Cause(DoubleUnaryOperator rate, Start start, Fault fault, Data data, Length length) {
        this.rate = rate;
        this.start = start;
        this.fault = fault;
        this.data = data;
        this.length = length;
    }

    /** First weights. */
    enum Start {
        DRAWN,
        ZERO,
        X3,
        X50,
        SATURATED,
        DEAD,
        /** Those at the end of a clean run from another seed. */
        PRETRAINED
    }

    /** What happens to one batch: its inputs are multiplied, at a share of the run. */
    enum Fault {
        NONE(Float.NaN, 2),
        X1000(1000, 0.4),
        NAN(Float.NaN, 0.6),
        EARLY_NAN(Float.NaN, 0.01);

        private final float factor;
        private final double when;

        Fault(float factor, double when) {
            this.factor = factor;
            this.when = when;
        }

        float factor() {
            return factor;
        }

        boolean hits(int step, int steps) {
            return step == (int) (when * steps);
        }
    }

    /** What is trained on; a run is judged on the clean training set with equal weights. */
    enum Data {
        CLEAN,
        NOISY,
        WEIGHTED,
        /** Two examples an update. */
        TWO
    }

    /** Updates as a multiple of the task's. */
    enum Length {
        LONG(2),
        FULL(1),
        HALF(0.5),
        SIXTH(1 / 6.0);

        private final double share;

        Length(double share) {
            this.share = share;
        }
    }

    double rate(double sensible) {
        return rate.applyAsDouble(sensible);
    }

    double momentum() {
        return this == MOMENTUM_TOO_HIGH ? 0.999 : 0.9;
    }

    Start start() {
        return start;
    }

    Fault fault() {
        return fault;
    }

    Data data() {
        return data;
    }

    int steps(int full) {
        return (int) (full * length.share);
    }

    /** Returns whether it means anything for a net and an optimizer. */
    boolean fits(Architecture net, Rule rule) {
        return switch (this) {
            case SATURATED -> net.activation() != Architecture.Hidden.RELU;
            case DEAD_UNITS -> net.activation() == Architecture.Hidden.RELU;
            case MOMENTUM_TOO_HIGH -> rule.kind() == Rule.Kind.MOMENTUM;
            default -> true;
        };
    }
}
