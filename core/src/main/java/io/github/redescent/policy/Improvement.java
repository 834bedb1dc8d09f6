package io.github.redescent.policy;

/**
 * What counts as a better loss, in the terms of PyTorch's ReduceLROnPlateau (torch.optim.lr_scheduler). With best b and
 * threshold t, a loss x is better if
 *
 * <ul>
 *   <li>LOWER, RELATIVE: x &lt; b·(1 − t)
 *   <li>LOWER, ABSOLUTE: x &lt; b − t
 *   <li>HIGHER, RELATIVE: x &gt; b·(1 + t)
 *   <li>HIGHER, ABSOLUTE: x &gt; b + t
 * </ul>
 *
 * <p>NaN is never better. RELATIVE asks for less than an equal loss where b is negative: take ABSOLUTE there.
 *
 * @param better which way is better
 * @param threshold t, at least 0; differences up to it do not count
 * @param scale whether it is a share of the best or a difference
 */
public record Improvement(Better better, double threshold, Scale scale) {
    /** Which way a loss gets better. */
    public enum Better {
        /** The lower the better: a loss. */
        LOWER,
        /** The higher the better: an accuracy that a host gives out in the validation loss's place. */
        HIGHER
    }

    /** What a threshold is measured on. */
    public enum Scale {
        /** As a share of the best. */
        RELATIVE,
        /** As a difference from the best. */
        ABSOLUTE
    }

    /**
     * Checks the threshold.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public Improvement {
        if (!(threshold >= 0 && threshold < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("threshold must be finite and at least 0, got " + threshold
                    + "; try 1e-4, 0 counts every decrease");
        }
    }

    /** Returns a rule by which a loss must fall by more than a share of the best. */
    public static Improvement relative(double threshold) {
        return new Improvement(Better.LOWER, threshold, Scale.RELATIVE);
    }

    /** Returns a rule by which a loss must fall by more than a difference. */
    public static Improvement absolute(double threshold) {
        return new Improvement(Better.LOWER, threshold, Scale.ABSOLUTE);
    }

    /** Returns this rule for numbers that get better upwards. */
    public Improvement upwards() {
        return new Improvement(Better.HIGHER, threshold, scale);
    }

    /** Returns a level that every number is better than. */
    double worst() {
        return better == Better.LOWER ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }

    /** Returns whether a loss is better than the best. */
    boolean holds(double loss, double best) {
        return better == Better.LOWER
                ? loss < (scale == Scale.RELATIVE ? best * (1 - threshold) : best - threshold)
                : loss > (scale == Scale.RELATIVE ? best * (1 + threshold) : best + threshold);
    }
}
