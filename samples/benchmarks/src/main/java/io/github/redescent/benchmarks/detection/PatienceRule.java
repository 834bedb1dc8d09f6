package io.github.redescent.benchmarks.detection;

import io.github.redescent.control.Observation;
import io.github.redescent.replay.Trace;
import java.util.OptionalLong;

/**
 * A mean training loss per epoch that has not improved for some epochs. Keras' EarlyStopping counts any improvement
 * ({@code min_delta=0}) and stops after {@code patience} epochs without one; PyTorch's ReduceLROnPlateau asks for one
 * of {@code threshold=1e-4} of the best and acts when more than {@code patience=10} epochs had none. (Keras 3 and
 * PyTorch 2 documentation.) A loss that is not a number never improves.
 *
 * @param improvement share of the best loss
 * @param patience epochs without one that are borne
 */
record PatienceRule(double improvement, int patience) implements Rule {
    static final PatienceRule KERAS = new PatienceRule(0, 9);
    static final PatienceRule PYTORCH = new PatienceRule(1e-4, 10);

    @Override
    public OptionalLong alarm(Trace trace) {
        double best = Double.POSITIVE_INFINITY;
        double sum = 0;
        int count = 0;
        int without = 0;
        int epoch = 0;
        for (Observation line : trace.observations()) {
            if (line.epoch() > epoch && count > 0) {
                double mean = sum / count;
                without = mean < best - improvement * Math.abs(best) || (Double.isInfinite(best) && !Double.isNaN(mean))
                        ? 0
                        : without + 1;
                best = Double.isNaN(mean) ? best : Math.min(best, mean);
                if (without > patience) {
                    return OptionalLong.of(line.step());
                }
                sum = 0;
                count = 0;
                epoch = line.epoch();
            }
            sum += line.loss();
            count++;
        }
        return OptionalLong.empty();
    }
}
