package io.github.redescent.report;

/**
 * What one gradient that is S times the usual does. Adam's second moment, about 1 before in units of the usual squared
 * gradient, is then 1 + (1 − β₂)(S² − 1), decays by β₂ per step, and divides the rate by its root; SGD's step is S
 * times the usual, and a clipped one as usual. β₂ is 0.999, which is every framework's default.
 */
final class AdamMemory {
    private static final double BETA_2 = 0.999;

    private AdamMemory() {}

    /** Returns the share of its usual rate that Adam has after a gradient S times the usual. */
    static double rateAfter(double times) {
        return 1 / Math.sqrt(1 + surplus(times));
    }

    /** Returns the steps until that rate is half the usual one again, 0 if it never was below. */
    static long stepsToHalf(double times) {
        // At half the rate the second moment is 4: the surplus has come down to 3.
        return surplus(times) <= 3 ? 0 : (long) Math.ceil(Math.log(3 / surplus(times)) / Math.log(BETA_2));
    }

    static String inWords(double times) {
        if (!Double.isFinite(times)) {
            return "taken into Adam's moments it stays there: only a reset or skipping the update helps";
        }
        long steps = stepsToHalf(times);
        return "a gradient " + Numbers.brief(times) + " times the usual leaves Adam (beta2 0.999) "
                + Numbers.brief(rateAfter(times)) + " of its rate"
                + (steps > 0 ? " and takes it " + Numbers.count(steps) + " steps back to half" : "")
                + "; SGD's step is " + Numbers.brief(times) + " times the usual, a clipped one as usual";
    }

    private static double surplus(double times) {
        return (1 - BETA_2) * (times * times - 1);
    }
}
