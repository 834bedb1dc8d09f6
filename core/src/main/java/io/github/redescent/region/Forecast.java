package io.github.redescent.region;

/**
 * Takes what the last third of an attempt shows to its end. At the constant prediction's level the skill goes on to
 * grow at the rate of the window, approaching 1; far above that level the logarithm of the loss goes on to fall.
 */
final class Forecast {
    /** Below this skill a loss is far above the constant prediction's, and its logarithm tells more. */
    static final double FAR = -0.5;

    private static final double SIGNIFICANT = 2;

    private Forecast() {}

    static Outlook of(Window window, Attempt attempt, Thresholds limits) {
        long end = end(attempt, limits);
        double left = Math.max(0, end - window.until());
        double last = window.skill().value() < FAR ? far(window, left) : near(window, left);
        return new Outlook(window.skill(), window.lossAt(last), window.constant(), end);
    }

    /** Returns the planned end, else a multiple of the attempt's age. */
    static long end(Attempt attempt, Thresholds limits) {
        long age = attempt.step() - attempt.begin();
        return attempt.end().orElse(attempt.begin() + Math.round(limits.horizon() * age));
    }

    private static double near(Window window, double left) {
        double now = window.skill().value();
        double gain = window.gain() > SIGNIFICANT * window.gainError() ? window.gain() * left : 0;
        double rest = 1 - now;
        return rest > 0 ? 1 - rest * Math.exp(-gain / rest) : now;
    }

    private static double far(Window window, double left) {
        double descent = Double.isNaN(window.descent()) ? 0 : Math.min(0, window.descent());
        return -Math.expm1(window.excess() + descent * left);
    }
}
