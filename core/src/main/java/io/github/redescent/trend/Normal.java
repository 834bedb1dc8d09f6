package io.github.redescent.trend;

/** The standard normal distribution. */
final class Normal {
    private static final double[] ERFC = {
        -1.26551223,
        1.00002368,
        0.37409196,
        0.09678418,
        -0.18628806,
        0.27886807,
        -1.13520398,
        1.48851587,
        -0.82215223,
        0.17087277
    };

    private Normal() {}

    /**
     * Returns the probability of a value above {@code z}, with a relative error below 1.2e-7 (Press et al., Numerical
     * Recipes, 2nd edition, section 6.2, {@code erfcc}).
     */
    public static double upperTail(double z) {
        double x = Math.abs(z) / Math.sqrt(2);
        double t = 1 / (1 + x / 2);
        double sum = 0;
        for (int i = ERFC.length - 1; i >= 0; i--) {
            sum = sum * t + ERFC[i];
        }
        double tail = t * Math.exp(-x * x + sum) / 2;
        return z >= 0 ? tail : 1 - tail;
    }

    /**
     * Returns the value that is exceeded with a given probability, to 1e-9.
     *
     * @param probability in (0, 1)
     * @throws IllegalArgumentException if the probability is out of range
     */
    public static double upperQuantile(double probability) {
        if (!(probability > 0 && probability < 1)) {
            throw new IllegalArgumentException("probability must be in (0, 1), got " + probability);
        }
        double low = -40;
        double high = 40;
        while (high - low > 1e-9) {
            double middle = (low + high) / 2;
            if (upperTail(middle) > probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }
}
