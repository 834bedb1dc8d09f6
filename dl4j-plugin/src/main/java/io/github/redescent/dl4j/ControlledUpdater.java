package io.github.redescent.dl4j;

import io.github.redescent.control.Span;
import io.github.redescent.dl4j.internal.ControlledGradientUpdater;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A stock updater with clocks of its own. The framework feeds one iteration count to the learning-rate schedule and to
 * the bias correction; this updater gives each its own origin, so that a reset restarts the correction and leaves the
 * schedule where it is. Until something is decided it trains bit-identically to the updater inside.
 *
 * <p>{@link ControlListener} puts it around a model's updaters. It can also be written into a configuration by hand; it
 * survives JSON, Java serialisation, {@link #clone} and {@code ModelSerializer}. Not thread-safe, like every updater.
 */
public final class ControlledUpdater implements IUpdater {
    private static final long serialVersionUID = 1L;

    @JsonProperty
    private IUpdater inner;

    @JsonProperty
    private int firstMomentOrigin;

    @JsonProperty
    private int secondMomentOrigin;

    @JsonProperty
    private int scheduleOrigin;

    @JsonProperty
    private int scheduleEpochOrigin;

    @JsonProperty
    private double lastingFactor = 1;

    @JsonProperty
    private double passingFactor = 1;

    @SuppressWarnings("NullAway.Init") // Jackson fills the fields.
    private ControlledUpdater() {}

    /**
     * Puts clocks around an updater.
     *
     * @param inner any updater but another of this kind; it is copied
     * @throws IllegalArgumentException if it is one of this kind
     */
    public ControlledUpdater(IUpdater inner) {
        if (inner instanceof ControlledUpdater) {
            throw new IllegalArgumentException("an updater must not be controlled twice, got " + inner
                    + "; pass the stock updater that is inside");
        }
        this.inner = inner.clone();
    }

    /** Returns a copy of the updater inside. */
    public IUpdater inner() {
        return inner.clone();
    }

    /** Returns the iteration at which the first moment's bias correction started. */
    public int firstMomentOrigin() {
        return firstMomentOrigin;
    }

    /** Returns the iteration at which the second moment's bias correction started. */
    public int secondMomentOrigin() {
        return secondMomentOrigin;
    }

    /** Returns the factor on the scheduled rate, for one span. */
    public double factor(Span span) {
        return span == Span.LASTING ? lastingFactor : passingFactor;
    }

    /** Returns whether the schedule does not count from the run's start any more. */
    public boolean scheduleRestarted() {
        return scheduleOrigin != 0 || scheduleEpochOrigin != 0;
    }

    /** Sets the iterations at which the moments' bias corrections start; for the plugin itself. */
    public void startCorrections(int firstMoment, int secondMoment) {
        firstMomentOrigin = firstMoment;
        secondMomentOrigin = secondMoment;
    }

    /** Sets the iteration and epoch that the schedule takes for its first; for the plugin itself. */
    public void startSchedule(int iteration, int epoch) {
        scheduleOrigin = iteration;
        scheduleEpochOrigin = epoch;
    }

    /** Sets a factor on the scheduled rate; for the plugin itself. */
    public void setFactor(double factor, Span span) {
        if (span == Span.LASTING) {
            lastingFactor = factor;
        } else {
            passingFactor = factor;
        }
    }

    /** Returns the rate of the schedule alone; 1 for an updater without a learning rate. */
    public double scheduledRate(int iteration, int epoch) {
        return inner.hasLearningRate()
                ? inner.getLearningRate(sinceOrigin(iteration, scheduleOrigin), sinceOrigin(epoch, scheduleEpochOrigin))
                : 1;
    }

    /** Returns how often an origin's clock has ticked; a copied model may count from zero again. */
    public static int sinceOrigin(int now, int origin) {
        return origin > now ? now : now - origin;
    }

    @Override
    public double getLearningRate(int iteration, int epoch) {
        return inner.hasLearningRate() ? scheduledRate(iteration, epoch) * lastingFactor * passingFactor : Double.NaN;
    }

    @Override
    public boolean hasLearningRate() {
        return inner.hasLearningRate();
    }

    @Override
    public void setLrAndSchedule(double rate, @Nullable ISchedule schedule) {
        inner.setLrAndSchedule(rate, schedule);
    }

    @Override
    public long stateSize(long parameters) {
        return inner.stateSize(parameters);
    }

    @Override
    public GradientUpdater<?> instantiate(@Nullable INDArray view, boolean initialize) {
        return ControlledGradientUpdater.over(this, view, initialize);
    }

    @Override
    public GradientUpdater<?> instantiate(Map<String, INDArray> state, boolean initialize) {
        return ControlledGradientUpdater.over(this, state, initialize);
    }

    @Override
    public ControlledUpdater clone() {
        ControlledUpdater copy = new ControlledUpdater(inner);
        copy.startCorrections(firstMomentOrigin, secondMomentOrigin);
        copy.startSchedule(scheduleOrigin, scheduleEpochOrigin);
        copy.lastingFactor = lastingFactor;
        copy.passingFactor = passingFactor;
        return copy;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ControlledUpdater updater
                && inner.equals(updater.inner)
                && firstMomentOrigin == updater.firstMomentOrigin
                && secondMomentOrigin == updater.secondMomentOrigin
                && scheduleOrigin == updater.scheduleOrigin
                && scheduleEpochOrigin == updater.scheduleEpochOrigin
                && Double.compare(lastingFactor, updater.lastingFactor) == 0
                && Double.compare(passingFactor, updater.passingFactor) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(inner.getClass());
    }

    @Override
    public String toString() {
        return "ControlledUpdater(" + inner + ", origins " + firstMomentOrigin + '/' + secondMomentOrigin
                + ", schedule from " + scheduleOrigin + '/' + scheduleEpochOrigin + ", factors " + lastingFactor + '×'
                + passingFactor + ')';
    }
}
