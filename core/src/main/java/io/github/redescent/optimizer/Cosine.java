package io.github.redescent.optimizer;

/**
 * A learning rate that falls along half a cosine and then stays (Loshchilov and Hutter 2017, arXiv 1608.03983, equation
 * 5, without restarts): end + (start - end) * (1 + cos(pi * step / length)) / 2.
 *
 * @param start rate of the first update, finite, at least 0
 * @param end rate from the length on, finite, at least 0; default 0
 * @param length optimizer updates, at least 1
 */
public record Cosine(double start, double end, long length) implements LearningRate {
    /**
     * Checks every number.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Cosine {
        Require.notNegative("the learning rate", start);
        Require.notNegative("end", end);
        Require.positive("length", length);
    }

    /** Returns this schedule with another last rate. */
    public Cosine withEnd(double newEnd) {
        return new Cosine(start, newEnd, length);
    }

    @Override
    public double at(long step, HostSchedules host) {
        double done = (double) Math.min(step, length) / length;
        return end + (start - end) * (1 + Math.cos(Math.PI * done)) / 2;
    }
}
