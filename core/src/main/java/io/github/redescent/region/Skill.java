package io.github.redescent.region;

/**
 * How much better a model is than the best constant prediction, as a share of that prediction's loss: 0 is no better, 1
 * a loss of zero, below 0 worse. (A skill score, as in weather forecasting: Murphy 1988, Monthly Weather Review 116.)
 *
 * @param value the estimate
 * @param error its standard error
 */
record Skill(double value, double error) {
    /** Returns the lower end of the band of so many standard errors. */
    public double lower(double errors) {
        return value - errors * error;
    }

    /** Returns the upper end of the band of so many standard errors. */
    public double upper(double errors) {
        return value + errors * error;
    }
}
