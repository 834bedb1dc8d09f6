package io.github.redescent.benchmarks;

import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;

/**
 * What some runs came to.
 *
 * @param mean their mean
 * @param spread their standard deviation
 * @param margin half the width of the mean's 95% confidence interval (Student's t)
 */
record Summary(double mean, double spread, double margin) {
    static Summary of(List<Double> values) {
        SummaryStatistics statistics = new SummaryStatistics();
        values.forEach(statistics::addValue);
        double quantile = new TDistribution(values.size() - 1.0).inverseCumulativeProbability(0.975);
        double spread = statistics.getStandardDeviation();
        return new Summary(statistics.getMean(), spread, quantile * spread / Math.sqrt(values.size()));
    }
}
