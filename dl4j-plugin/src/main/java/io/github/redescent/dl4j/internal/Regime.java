package io.github.redescent.dl4j.internal;

import java.io.Serializable;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect.Visibility;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Who trains a parameter: a rule, the schedule that sets its rate, and the decay that stands on the layer for it.
 * Immutable, as long as nobody changes the updaters inside.
 */
@JsonAutoDetect(fieldVisibility = Visibility.ANY, getterVisibility = Visibility.NONE)
public final class Regime implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final double NO_RATE = 1;

    private final IUpdater rule;
    private final @Nullable IUpdater pace;
    private final double share;
    private final @Nullable Regularization decay;
    private final int iterationOrigin;
    private final int epochOrigin;

    @JsonCreator
    private Regime(
            @JsonProperty("rule") IUpdater rule,
            @JsonProperty("pace") @Nullable IUpdater pace,
            @JsonProperty("share") double share,
            @JsonProperty("decay") @Nullable Regularization decay,
            @JsonProperty("iterationOrigin") int iterationOrigin,
            @JsonProperty("epochOrigin") int epochOrigin) {
        this.rule = rule;
        this.pace = pace;
        this.share = share;
        this.decay = decay;
        this.iterationOrigin = iterationOrigin;
        this.epochOrigin = epochOrigin;
    }

    /** Returns an updater at its own pace, from the run's start on. */
    public static Regime of(IUpdater updater) {
        return new Regime(copy(updater), null, 1, null, 0, 0);
    }

    /** Returns this at the pace of another updater, whose own rule is not used. */
    Regime atPaceOf(IUpdater other) {
        return new Regime(rule, copy(other), share, decay, iterationOrigin, epochOrigin);
    }

    /** Returns this with the schedule of the one before, multiplied. */
    Regime keepingRateOf(Regime before, double factor) {
        IUpdater own = before.rule.hasLearningRate() ? before.rule : new Sgd(NO_RATE);
        return new Regime(
                rule,
                copy(before.pace == null ? own : before.pace),
                before.share * factor,
                decay,
                before.iterationOrigin,
                before.epochOrigin);
    }

    /** Returns this with a decay that stands on the layer. */
    Regime decayedBy(@Nullable Regularization newDecay) {
        return new Regime(rule, pace, share, newDecay, iterationOrigin, epochOrigin);
    }

    /** Returns this with another factor on its rate. */
    public Regime times(double factor) {
        return new Regime(rule, pace, share * factor, decay, iterationOrigin, epochOrigin);
    }

    /** Returns this with a schedule that begins at an iteration and an epoch. */
    public Regime from(int iteration, int epoch) {
        return new Regime(rule, pace, share, decay, iteration, epoch);
    }

    /** Returns this with a rate that somebody has set through the framework. */
    public Regime at(IUpdater withRate) {
        return new Regime(copy(withRate), null, share, decay, iterationOrigin, epochOrigin);
    }

    /** Returns a copy of the rule, whose rate counts only where there is no other pace. */
    public IUpdater rule() {
        return copy(rule);
    }

    /** Returns a copy of the updater whose schedule is in force. */
    IUpdater schedule() {
        return copy(pace == null ? rule : pace);
    }

    /** Returns the factor on the schedule. */
    double share() {
        return share;
    }

    /** Returns what stands on the layer's list of penalties for this, null for nothing. */
    @Nullable
    Regularization decay() {
        return decay;
    }

    /** Returns whether the schedule does not count from the run's start. */
    boolean lateStart() {
        return iterationOrigin != 0 || epochOrigin != 0;
    }

    /** Returns whether two differ in nothing but where their schedules begin. */
    public boolean sameOptimizer(Regime other) {
        return equals(other.from(iterationOrigin, epochOrigin));
    }

    /** Returns the scheduled rate, empty if there is none. */
    public OptionalDouble rate(int iteration, int epoch) {
        IUpdater paced = pace == null ? rule : pace;
        if (!paced.hasLearningRate()) {
            return share == 1 ? OptionalDouble.empty() : OptionalDouble.of(share);
        }
        double rate = paced.getLearningRate(sinceOrigin(iteration, iterationOrigin), sinceOrigin(epoch, epochOrigin));
        // Bit-identical to the framework's own rate where nobody scaled it.
        return OptionalDouble.of(share == 1 ? rate : rate * share);
    }

    /** Returns whether there is a rate. */
    public boolean hasRate() {
        return share != 1 || (pace == null ? rule : pace).hasLearningRate();
    }

    /** Returns how often an origin's clock has ticked; a copied model may count from zero again. */
    public static int sinceOrigin(int now, int origin) {
        return origin > now ? now : now - origin;
    }

    /** Returns what users call it. */
    public String name() {
        String name = rule.getClass().getSimpleName();
        return decay instanceof WeightDecay ? name + 'W' : name;
    }

    /** Copies an updater; AdaGrad's own clone loses its schedule. */
    private static IUpdater copy(IUpdater updater) {
        IUpdater copy = updater.clone();
        if (updater instanceof AdaGrad adaGrad) {
            copy.setLrAndSchedule(adaGrad.getLearningRate(), adaGrad.getLearningRateSchedule());
        }
        return copy;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Regime regime
                && rule.equals(regime.rule)
                && Objects.equals(pace, regime.pace)
                && Double.compare(share, regime.share) == 0
                && Objects.equals(decay, regime.decay)
                && iterationOrigin == regime.iterationOrigin
                && epochOrigin == regime.epochOrigin;
    }

    @Override
    public int hashCode() {
        return Objects.hash(rule.getClass(), share, iterationOrigin, epochOrigin);
    }

    @Override
    public String toString() {
        return rule
                + (pace == null ? "" : " at the pace of " + pace)
                + (share == 1 ? "" : " ×" + share)
                + (decay == null ? "" : " with " + decay)
                + " from " + iterationOrigin + '/' + epochOrigin;
    }
}
