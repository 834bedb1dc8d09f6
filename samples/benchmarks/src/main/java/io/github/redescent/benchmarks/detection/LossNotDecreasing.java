package io.github.redescent.benchmarks.detection;

import io.github.redescent.control.Observation;
import io.github.redescent.replay.Trace;
import java.util.List;
import java.util.OptionalLong;

/**
 * SageMaker Debugger's built-in rule of this name: over every {@code num_steps=10} steps the loss must have fallen by
 * {@code diff_percent=0.1} percent; one stretch in which it did not is an issue. (Amazon SageMaker developer guide,
 * list of Debugger built-in rules.) Here a stretch is compared by its mean loss with the one before, which is milder
 * than by two single losses.
 *
 * @param steps in a stretch
 */
record LossNotDecreasing(int steps) implements Rule {
    private static final double FALL = 0.001;

    @Override
    public OptionalLong alarm(Trace trace) {
        List<Observation> lines = trace.observations();
        double before = Double.POSITIVE_INFINITY;
        for (int end = steps; end <= lines.size(); end += steps) {
            double mean = lines.subList(end - steps, end).stream()
                    .mapToDouble(Observation::loss)
                    .average()
                    .orElse(Double.NaN);
            if (!(mean < before - FALL * Math.abs(before)) && before < Double.POSITIVE_INFINITY) {
                return OptionalLong.of(lines.get(end - 1).step());
            }
            before = mean;
        }
        return OptionalLong.empty();
    }
}
