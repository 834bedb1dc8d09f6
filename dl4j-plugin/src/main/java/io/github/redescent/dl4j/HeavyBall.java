package io.github.redescent.dl4j;

import io.github.redescent.dl4j.internal.HeavyBallRule;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Stochastic gradient descent with heavy-ball momentum (Polyak 1964), as PyTorch's {@code SGD(momentum=…)} computes it:
 * v ← μv + g, θ ← θ − ηv, with velocity v, gradient g, momentum μ, rate η, weights θ. The velocity knows nothing of the
 * rate, so a change of the rate acts at once. DL4J itself has only {@code Nesterovs}, whose velocity holds the rate.
 *
 * <p>It can be written into any DL4J configuration and survives JSON, Java serialisation and {@code ModelSerializer};
 * whoever reads such a file needs this class. Not thread-safe, like every updater.
 */
public final class HeavyBall implements IUpdater {
    private static final long serialVersionUID = 1L;

    @JsonProperty
    private double learningRate;

    @JsonProperty
    private @Nullable ISchedule learningRateSchedule;

    @JsonProperty
    private double momentum;

    private HeavyBall() {}

    /**
     * Makes an updater of a constant rate.
     *
     * @param learningRate η, finite, at least 0
     * @param momentum share of the velocity that is kept, in [0, 1)
     * @throws IllegalArgumentException if a number is out of range
     */
    public HeavyBall(double learningRate, double momentum) {
        if (!(learningRate >= 0 && learningRate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "learningRate must be finite and at least 0, got " + learningRate + "; 0.01 is usual");
        }
        this.learningRate = learningRate;
        this.momentum = checked(momentum);
    }

    /**
     * Makes an updater that follows a schedule.
     *
     * @param momentum share of the velocity that is kept, in [0, 1)
     * @throws IllegalArgumentException if the momentum is out of range
     */
    public HeavyBall(ISchedule learningRateSchedule, double momentum) {
        this.learningRate = Double.NaN;
        this.learningRateSchedule = learningRateSchedule;
        this.momentum = checked(momentum);
    }

    private static double checked(double momentum) {
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("momentum must be in [0, 1), got " + momentum + "; 0.9 is usual");
        }
        return momentum;
    }

    /** Returns the share of the velocity that is kept. */
    public double momentum() {
        return momentum;
    }

    @Override
    public double getLearningRate(int iteration, int epoch) {
        ISchedule schedule = learningRateSchedule;
        return schedule == null ? learningRate : schedule.valueAt(iteration, epoch);
    }

    @Override
    public boolean hasLearningRate() {
        return true;
    }

    @Override
    public void setLrAndSchedule(double rate, @Nullable ISchedule schedule) {
        learningRate = rate;
        learningRateSchedule = schedule;
    }

    @Override
    public long stateSize(long parameters) {
        return parameters;
    }

    @Override
    public GradientUpdater<?> instantiate(INDArray view, boolean initialize) {
        return HeavyBallRule.over(this, view, initialize);
    }

    @Override
    public GradientUpdater<?> instantiate(Map<String, INDArray> state, boolean initialize) {
        return HeavyBallRule.over(this, state, initialize);
    }

    @Override
    public HeavyBall clone() {
        HeavyBall copy = new HeavyBall();
        copy.learningRate = learningRate;
        copy.learningRateSchedule = learningRateSchedule;
        copy.momentum = momentum;
        return copy;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof HeavyBall updater
                && Double.compare(learningRate, updater.learningRate) == 0
                && Objects.equals(learningRateSchedule, updater.learningRateSchedule)
                && Double.compare(momentum, updater.momentum) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(learningRate, momentum);
    }

    @Override
    public String toString() {
        Object rate = learningRateSchedule == null ? learningRate : learningRateSchedule;
        return "HeavyBall(learningRate=" + rate + ", momentum=" + momentum + ')';
    }
}
