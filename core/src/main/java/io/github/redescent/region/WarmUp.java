package io.github.redescent.region;

import io.github.redescent.control.Rate;
import java.util.Map;

/**
 * Since when the learning rate has stopped reaching new heights. While it does, a flat loss says nothing yet.
 *
 * @param highest the highest effective rate of any group so far, 0 if none was seen
 * @param until the step of the last rise above all earlier rates
 */
public record WarmUp(double highest, long until) {
    /** Returns this with the rates of one step; the first rates seen are no rise. */
    WarmUp see(long step, Map<String, Rate> rates) {
        double now = 0;
        for (Rate rate : rates.values()) {
            now = Math.max(now, rate.effective());
        }
        if (now <= highest) {
            return this;
        }
        return new WarmUp(now, highest == 0 ? until : step);
    }
}
