package io.github.redescent.region;

import io.github.redescent.control.Evidence;
import io.github.redescent.trend.MannKendall;
import io.github.redescent.trend.Series;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be said of a loss when nobody knows what a good one is. Its level says nothing, not even compared with where
 * it began: losses of games, of triplets and of single examples begin anywhere. What is left are gradients that have
 * died on the way, and an explosion. A loss that does not fall is only suspected.
 */
final class Unknown {
    private static final double SIGNIFICANT = 0.01;
    private static final double LEARNED = 0.1;
    private static final int NEWEST = 4;

    private Unknown() {}

    static Optional<Finding> find(Attempt attempt, Thresholds limits) {
        List<Block> blocks = attempt.curve().blocks();
        Series losses = Series.of(blocks.stream().mapToDouble(Block::meanLoss).toArray());
        Series newest = losses.last(NEWEST);
        double now = newest.median();
        long age = attempt.step() - attempt.begin();
        boolean ripe = age >= 2 * limits.flatShare() * (Forecast.end(attempt, limits) - attempt.begin());
        double highest = highest(losses.first(2 * losses.size() / 3));
        if (ripe
                && newest.countAbove(limits.explosion() * highest) == NEWEST
                && newest.get(NEWEST - 1) >= newest.get(0)) {
            return found(
                    Verdict.DIVERGED,
                    Finding.Certainty.CERTAIN,
                    "was never above " + Numbers.brief(highest) + " for two thirds of its time",
                    now);
        }
        double start = losses.get(0);
        if (attempt.gradients().died(limits) && now > start - LEARNED * Math.abs(start)) {
            return found(
                    Verdict.DEAD, Finding.Certainty.CERTAIN, attempt.gradients().sign(limits), now);
        }
        Series newer = losses.last(2 * blocks.size() / 3);
        return ripe && !attempt.suspected() && MannKendall.of(newer).decreaseProbability() > SIGNIFICANT
                ? found(Verdict.STUCK, Finding.Certainty.SUSPECTED, "no decrease, and what is good is not known", now)
                : Optional.empty();
    }

    private static double highest(Series losses) {
        double highest = 0;
        for (double loss : losses.toArray()) {
            highest = Math.max(highest, Math.abs(loss));
        }
        return highest;
    }

    private static Optional<Finding> found(Verdict verdict, Finding.Certainty certainty, String what, double loss) {
        return Optional.of(new Finding(
                verdict,
                certainty,
                new Evidence(
                        verdict.rule(), "loss " + Numbers.brief(loss) + ", " + what, Map.of("loss", loss), Map.of())));
    }
}
