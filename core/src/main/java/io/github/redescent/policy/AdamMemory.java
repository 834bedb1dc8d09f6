package io.github.redescent.policy;

/**
 * What one spike does to Adam for a long time (ours). With gradients of usual size 1, v is about 1; one of size S makes
 * it 1 + (1 − β₂)(S² − 1), and the excess shrinks by β₂ per step. So n steps after the spike weights move at
 *
 * <p>1/√(1 + (1 − β₂)(S² − 1)·β₂ⁿ)
 *
 * <p>of their usual rate. With β₂ = 0.999 a spike of S = 100 leaves 0.30, and it takes 1204 steps to have half again.
 *
 * @param beta2 decay rate β₂ of the second moment, in (0, 1)
 */
public record AdamMemory(double beta2) {
    /**
     * Checks the decay rate.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public AdamMemory {
        if (!(beta2 > 0 && beta2 < 1)) {
            throw new IllegalArgumentException("beta2 must be in (0, 1), got " + beta2 + "; Adam's default is 0.999");
        }
    }

    /**
     * Returns the share of the usual rate that is left right after a spike.
     *
     * @param spike its size S as a multiple of the usual gradient
     */
    public double rateAfter(double spike) {
        return 1 / Math.sqrt(1 + excess(spike));
    }

    /** Returns after how many steps at least half of the usual rate is there again; 0 if it always was. */
    public long stepsToHalf(double spike) {
        double excess = excess(spike);
        return excess <= 3 ? 0 : (long) Math.ceil(Math.log(3 / excess) / Math.log(beta2));
    }

    private double excess(double spike) {
        return Math.max(0, (1 - beta2) * (spike * spike - 1));
    }
}
