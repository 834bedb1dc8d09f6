package io.github.redescent.region;

import io.github.redescent.trend.Series;
import io.github.redescent.trend.Spread;
import java.util.OptionalDouble;

/** Worse than an earlier attempt was at the same age: that attempt showed which level can be had. */
public final class Sibling {
    private Sibling() {}

    /**
     * Returns the loss above which an attempt is worse than the one before it: that one's median over the window of the
     * same age, plus some joint robust standard deviations.
     *
     * @return empty if there was no earlier attempt, or it did not get this old
     */
    static OptionalDouble limit(Attempt attempt, Thresholds limits) {
        int age = (int) Math.min(Integer.MAX_VALUE, attempt.blocks().completed() / Lengths.FINE_PER_COARSE);
        int span = Math.max(2, attempt.lengths().blocks() / Lengths.FINE_PER_COARSE);
        if (age < span || age > attempt.earlier().size()) {
            return OptionalDouble.empty();
        }
        Series then = attempt.earlier().first(age).last(span);
        double spread =
                Math.hypot(Spread.of(then), Spread.of(attempt.blocks().coarse().last(span)));
        return OptionalDouble.of(then.median() + limits.spreads() * spread);
    }
}
