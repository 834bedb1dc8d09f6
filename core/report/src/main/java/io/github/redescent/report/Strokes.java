package io.github.redescent.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The attempts of a run: each time weights are drawn anew or brought back, a new stroke begins. */
final class Strokes {
    private final List<RunView.Stroke> done = new ArrayList<>();
    private Recent recent = new Recent();
    private Optional<String> next = Optional.of("start");
    private String cause = "";
    private OptionalDouble rate = OptionalDouble.empty();
    private long first;
    private long last;
    private boolean begun;

    /** Lets the next observation begin a stroke. */
    void cut(String why) {
        next = Optional.of(why);
    }

    /** Adds a loss and returns the number of its stroke, from 0. */
    int add(long step, double loss, OptionalDouble effectiveRate) {
        if (next.isPresent()) {
            if (begun) {
                done.add(present());
            }
            cause = next.get();
            next = Optional.empty();
            recent = new Recent();
            first = step;
            rate = effectiveRate;
            begun = true;
        }
        recent.add(step, loss);
        last = step;
        return done.size();
    }

    Recent recent() {
        return recent;
    }

    List<RunView.Stroke> all() {
        List<RunView.Stroke> all = new ArrayList<>(done);
        if (begun) {
            all.add(present());
        }
        return all;
    }

    /** Returns where each stroke was heading. */
    List<Forecast> forecasts(Buckets losses, OptionalLong plannedSteps) {
        List<Forecast> forecasts = new ArrayList<>();
        List<RunView.Stroke> strokes = all();
        for (int i = 0; i < strokes.size(); i++) {
            RunView.Stroke stroke = strokes.get(i);
            long end = plannedSteps.orElse(stroke.last() + (stroke.last() - stroke.first()) / 2);
            // Of a run that is over, what it promised at a third of what it had is shown beside what came.
            long known = stroke.last() < end ? stroke.last() : stroke.first() + (end - stroke.first()) / 3;
            int number = i;
            List<Buckets.Bucket> seen = losses.all().stream()
                    .filter(bucket -> bucket.stroke == number && bucket.hasFinite() && bucket.first <= known)
                    .toList();
            Forecast.of(seen, end).ifPresent(forecasts::add);
        }
        return forecasts;
    }

    private RunView.Stroke present() {
        return new RunView.Stroke(first, last, cause, rate, recent.lowest(), recent.end());
    }
}
