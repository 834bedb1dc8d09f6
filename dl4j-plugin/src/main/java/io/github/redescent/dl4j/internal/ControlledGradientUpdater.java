package io.github.redescent.dl4j.internal;

import io.github.redescent.control.Span;
import io.github.redescent.dl4j.ControlledUpdater;
import io.github.redescent.dl4j.internal.StockUpdater.Correction;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Runs the stock rule with the rate and the step count that a {@link ControlledUpdater}'s clocks say. The state stays
 * where the framework put it.
 */
public final class ControlledGradientUpdater implements GradientUpdater<ControlledUpdater> {
    private final ControlledUpdater config;
    private final IUpdater pinned;
    private final Correction correction;
    private final GradientUpdater<?> rule;

    private ControlledGradientUpdater(ControlledUpdater config, IUpdater pinned, GradientUpdater<?> rule) {
        this.config = config;
        this.pinned = pinned;
        this.rule = rule;
        this.correction = StockUpdater.of(pinned).map(StockUpdater::correction).orElse(Correction.NONE);
    }

    /** Runs over a view, null where the rule has no state. */
    public static ControlledGradientUpdater over(
            ControlledUpdater config, @Nullable INDArray view, boolean initialize) {
        IUpdater pinned = config.inner();
        return new ControlledGradientUpdater(config, pinned, pinned.instantiate(view, initialize));
    }

    /** Runs over named arrays. */
    public static ControlledGradientUpdater over(
            ControlledUpdater config, Map<String, INDArray> state, boolean initialize) {
        IUpdater pinned = config.inner();
        return new ControlledGradientUpdater(config, pinned, pinned.instantiate(state, initialize));
    }

    @Override
    public void applyUpdater(INDArray gradient, int iteration, int epoch) {
        if (config.isFrozen()) {
            gradient.assign(0);
        } else {
            train(gradient, iteration, epoch);
        }
    }

    private void train(INDArray gradient, int iteration, int epoch) {
        int step = iteration;
        double correctionRatio = 1;
        if (correction != Correction.NONE) {
            int first = ControlledUpdater.sinceOrigin(iteration, config.firstMomentOrigin());
            step = first;
            if (correction == Correction.BOTH) {
                step = ControlledUpdater.sinceOrigin(iteration, config.secondMomentOrigin());
                // The kernel takes one clock, the second moment's; the rate makes up for the first moment's own:
                // η′ = η(1 − β₁^t₂)/(1 − β₁^t₁).
                correctionRatio = first == step
                        ? 1
                        : (1 - Math.pow(firstDecay(), step + 1.0)) / (1 - Math.pow(firstDecay(), first + 1.0));
            }
        }
        if (pinned.hasLearningRate()) {
            pinned.setLrAndSchedule(config.getLearningRate(iteration, epoch) * correctionRatio, null);
            rule.applyUpdater(gradient, step, epoch);
        } else {
            rule.applyUpdater(gradient, step, epoch);
            double factor = config.hasLearningRate()
                    ? config.getLearningRate(iteration, epoch)
                    : config.factor(Span.LASTING) * config.factor(Span.PASSING);
            if (factor != 1) {
                gradient.muli(factor);
            }
        }
    }

    private double firstDecay() {
        return pinned instanceof Adam adam ? adam.getBeta1() : ((AMSGrad) pinned).getBeta1();
    }

    @Override
    public ControlledUpdater getConfig() {
        return config;
    }

    @Override
    public void setState(Map<String, INDArray> state, boolean initialize) {
        rule.setState(state, initialize);
    }

    @Override
    public Map<String, INDArray> getState() {
        return rule.getState();
    }

    @Override
    public void setStateViewArray(INDArray view, long[] gradientShape, char order, boolean initialize) {
        rule.setStateViewArray(view, gradientShape, order, initialize);
    }
}
