package io.github.redescent.benchmarks.detection;

import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.replay.Trace;
import java.util.OptionalLong;

/**
 * The symptoms of AutoTrainer (Zhang, Zhai, Ma, Shen 2021, ICSE, "AutoTrainer: An automatic DNN training problem
 * detection and repair system"), as far as a trace holds what they look at, epoch by epoch: a loss that is not a number
 * or a gradient norm above a thousand times the weights' (exploding), one below a millionth (vanishing), more than 70%
 * of the gradient zero (dying rectifiers), or a loss that has fallen by less than a hundredth since the first epoch
 * after three epochs (slow convergence; theirs asks for accuracy).
 */
record AutoTrainer() implements Rule {
    private static final double EXPLODED = 1e3;
    private static final double VANISHED = 1e-6;
    private static final double DYING = 0.7;
    private static final double SLOW = 0.01;
    private static final int EPOCHS = 3;

    @Override
    public OptionalLong alarm(Trace trace) {
        int epoch = 0;
        double sum = 0;
        int count = 0;
        double first = Double.NaN;
        for (Observation line : trace.observations()) {
            if (!Double.isFinite(line.loss())) {
                return OptionalLong.of(line.step());
            }
            if (line.epoch() > epoch) {
                double mean = sum / count;
                first = epoch == 0 ? mean : first;
                double ratio = line.measured().total(Quantity.GRADIENT_NORM).orElse(1)
                        / line.measured().total(Quantity.PARAMETER_NORM).orElse(1);
                boolean slow = line.epoch() >= EPOCHS && mean > first - SLOW * Math.abs(first);
                boolean dying = line.measured().total(Quantity.ZERO_GRADIENTS).orElse(0) > DYING;
                if (slow || dying || ratio > EXPLODED || ratio < VANISHED) {
                    return OptionalLong.of(line.step());
                }
                epoch = line.epoch();
                sum = 0;
                count = 0;
            }
            sum += line.loss();
            count++;
        }
        return OptionalLong.empty();
    }
}
