package io.github.redescent.dl4j;

import io.github.redescent.control.Span;
import io.github.redescent.dl4j.internal.ControlledGradientUpdater;
import io.github.redescent.dl4j.internal.Regime;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A stock updater with clocks of its own. The framework feeds one iteration count to the learning-rate schedule and to
 * the bias correction; this updater gives each its own origin, so that a reset restarts the correction and leaves the
 * schedule where it is. It can be frozen, and another updater can take over from the one that it started with. Until
 * something is decided it trains bit-identically to the updater inside.
 *
 * <p>{@link ControlListener} puts it around a model's updaters. It can also be written into a configuration by hand; it
 * survives JSON, Java serialisation, {@link #clone} and {@code ModelSerializer}. Not thread-safe, like every updater.
 */
public final class ControlledUpdater implements IUpdater {
    private static final long serialVersionUID = 1L;

    @JsonProperty
    private Regime regime;

    /** What it started with, where another has taken over. */
    @JsonProperty
    private @Nullable Regime first;

    @JsonProperty
    private boolean frozen;

    @JsonProperty
    private int firstMomentOrigin;

    @JsonProperty
    private int secondMomentOrigin;

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
        this.regime = Regime.of(inner);
    }

    /** Returns a copy of the updater inside. */
    public IUpdater inner() {
        return regime.rule();
    }

    /** Returns whether the parameters stay as they are, penalties and decay included. */
    public boolean isFrozen() {
        return frozen;
    }

    /** Returns rule, schedule and decay; for the plugin itself. */
    public Regime regime() {
        return regime;
    }

    /** Returns what it started with, where another has taken over; for the plugin itself. */
    public Optional<Regime> first() {
        return Optional.ofNullable(first);
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

    /** Sets what it starts with; for the plugin itself. */
    public void startWith(Regime begin) {
        regime = begin;
        first = null;
    }

    /** Lets another take over, and remembers what it started with; for the plugin itself. */
    public void use(Regime next) {
        first = first == null ? regime : first;
        regime = next;
    }

    /** Goes back to what it started with; for the plugin itself. */
    public void useFirst() {
        startWith(first == null ? regime : first);
    }

    /** Takes over rule, schedule and decay of another of this kind; for the plugin itself. */
    public void bringBack(ControlledUpdater kept) {
        // The schedule of the optimizer that is in force has gone on meanwhile and stays where it is.
        if (!regime.sameOptimizer(kept.regime)) {
            regime = kept.regime;
        }
        first = kept.first;
    }

    /** Keeps the parameters as they are; for the plugin itself. */
    public void freeze() {
        frozen = true;
    }

    /** Lets the parameters train; for the plugin itself. */
    public void unfreeze() {
        frozen = false;
    }

    /** Makes the lasting factor part of the schedule; for the plugin itself. */
    public void settleFactor() {
        if (lastingFactor != 1) {
            regime = regime.times(lastingFactor);
            lastingFactor = 1;
        }
    }

    /** Sets the iterations at which the moments' bias corrections start; for the plugin itself. */
    public void startCorrections(int firstMoment, int secondMoment) {
        firstMomentOrigin = firstMoment;
        secondMomentOrigin = secondMoment;
    }

    /** Sets the iteration and epoch that the schedule takes for its first; for the plugin itself. */
    public void startSchedule(int iteration, int epoch) {
        regime = regime.from(iteration, epoch);
        first = first == null ? null : first.from(iteration, epoch);
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
        return regime.rate(iteration, epoch).orElse(1);
    }

    /** Returns how often an origin's clock has ticked; a copied model may count from zero again. */
    public static int sinceOrigin(int now, int origin) {
        return Regime.sinceOrigin(now, origin);
    }

    /** Returns the effective rate; 0 when frozen, so that no weight decay acts, and NaN where there is none. */
    @Override
    public double getLearningRate(int iteration, int epoch) {
        if (frozen) {
            return 0;
        }
        return regime.hasRate() ? scheduledRate(iteration, epoch) * lastingFactor * passingFactor : Double.NaN;
    }

    @Override
    public boolean hasLearningRate() {
        return frozen || regime.hasRate();
    }

    @Override
    public void setLrAndSchedule(double rate, @Nullable ISchedule schedule) {
        IUpdater changed = inner();
        changed.setLrAndSchedule(rate, schedule);
        regime = regime.at(changed);
    }

    @Override
    public long stateSize(long parameters) {
        return regime.rule().stateSize(parameters);
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
    @SuppressWarnings("MissingSuperCall") // Its fields are values, or copied where they are handed out.
    public ControlledUpdater clone() {
        ControlledUpdater copy = new ControlledUpdater();
        copy.regime = regime;
        copy.first = first;
        copy.frozen = frozen;
        copy.startCorrections(firstMomentOrigin, secondMomentOrigin);
        copy.lastingFactor = lastingFactor;
        copy.passingFactor = passingFactor;
        return copy;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ControlledUpdater updater
                && regime.equals(updater.regime)
                && Objects.equals(first, updater.first)
                && frozen == updater.frozen
                && firstMomentOrigin == updater.firstMomentOrigin
                && secondMomentOrigin == updater.secondMomentOrigin
                && Double.compare(lastingFactor, updater.lastingFactor) == 0
                && Double.compare(passingFactor, updater.passingFactor) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(regime);
    }

    @Override
    public String toString() {
        return "ControlledUpdater(" + regime + (frozen ? ", frozen" : "") + (first == null ? "" : ", after " + first)
                + ", origins " + firstMomentOrigin + '/' + secondMomentOrigin + ", factors " + lastingFactor + '×'
                + passingFactor + ')';
    }
}
