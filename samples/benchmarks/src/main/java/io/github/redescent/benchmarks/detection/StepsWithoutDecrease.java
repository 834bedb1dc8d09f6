package io.github.redescent.benchmarks.detection;

import io.github.redescent.control.Observation;
import io.github.redescent.replay.Trace;
import java.util.List;
import java.util.OptionalLong;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * dlib's {@code count_steps_without_decrease} (King 2018, dlib.net, "Automatic learning rate scheduling that really
 * works"): the longest stretch of newest losses whose least-squares line does not fall with a probability of 51%. The
 * library waits for 2,000 such steps; here for a share of the run, as its runs are shorter than that.
 *
 * @param share of the planned steps
 */
record StepsWithoutDecrease(double share) implements Rule {
    private static final double PROBABILITY = 0.51;
    private static final int EVERY = 8;
    private static final NormalDistribution NORMAL = new NormalDistribution();

    @Override
    public OptionalLong alarm(Trace trace) {
        List<Observation> lines = trace.observations();
        long planned = trace.header().plannedSteps().orElse(trace.lastStep());
        for (int end = EVERY; end <= lines.size(); end += EVERY) {
            if (!Double.isFinite(lines.get(end - 1).loss())) {
                return OptionalLong.of(lines.get(end - 1).step());
            }
            if (count(lines.subList(0, end)) >= share * planned) {
                return OptionalLong.of(lines.get(end - 1).step());
            }
        }
        return OptionalLong.empty();
    }

    private static int count(List<Observation> lines) {
        double n = 0;
        double sumX = 0;
        double sumY = 0;
        double sumXx = 0;
        double sumXy = 0;
        double sumYy = 0;
        int without = 0;
        for (int i = lines.size() - 1; i >= 0; i--) {
            double x = -n;
            double y = lines.get(i).loss();
            n++;
            sumX += x;
            sumY += y;
            sumXx += x * x;
            sumXy += x * y;
            sumYy += y * y;
            double sxx = sumXx - sumX * sumX / n;
            double sxy = sumXy - sumX * sumY / n;
            double slope = sxy / sxx;
            double rest = Math.max(0, sumYy - sumY * sumY / n - slope * sxy);
            double error = Math.sqrt(rest / (n - 2) / sxx);
            if (n > 2 && !(NORMAL.cumulativeProbability(-slope / Math.max(error, 1e-300)) >= PROBABILITY)) {
                without = (int) n;
            }
        }
        return without;
    }
}
