package io.github.redescent.region;

import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;

/**
 * Whether an attempt's numbers are numbers.
 *
 * @param badLosses successive losses that are not finite, up to the newest
 * @param loss the newest loss
 * @param weights the norm of the weights, at the last measurement
 */
record Health(int badLosses, double loss, double weights) {
    /** Nothing is wrong so far. */
    static final Health GOOD = new Health(0, 0, 0);

    Health see(Observation now) {
        double norm = now.measured().total(Quantity.PARAMETER_NORM).orElse(weights);
        boolean bad = !Double.isFinite(now.loss());
        return bad || badLosses > 0 || norm != weights || Double.isNaN(norm)
                ? new Health(bad ? badLosses + 1 : 0, now.loss(), norm)
                : this;
    }
}
