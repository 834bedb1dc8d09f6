package io.github.redescent.region;

import io.github.redescent.control.Measurement;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.trend.Series;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What the losses of one attempt look like so far: all that the detectors see. An attempt reaches from the start of the
 * run, or from a restart, to the next. Immutable; adding a loss copies some 32 numbers, whatever the window.
 *
 * @param lengths how long it is looked at
 * @param begin the step after which it began
 * @param step its newest step
 * @param head its first losses
 * @param recent its newest losses, two divergence windows of them
 * @param blocks all its losses, condensed
 * @param warmUp when its learning rate stopped rising
 * @param gradients what is known of its gradients
 * @param chance the constant predictor's loss L₀ where it was measured
 * @param earlier the coarse means of the attempt before, from that attempt's beginning; empty if there was none
 * @param suspected whether a suspicion was reported, so that it is not repeated
 */
public record Attempt(
        Lengths lengths,
        long begin,
        long step,
        Series head,
        Series recent,
        Blocks blocks,
        WarmUp warmUp,
        Gradients gradients,
        OptionalDouble chance,
        Series earlier,
        boolean suspected) {
    private static final Set<Measurement> CHANCE = Set.of(Measurement.total(Quantity.CONSTANT_LOSS));

    /** Returns an attempt that begins after a step and has seen nothing. */
    public static Attempt startingAfter(long begin, Lengths lengths) {
        return new Attempt(
                lengths,
                begin,
                begin,
                Series.of(),
                Series.of(),
                Blocks.startingAfter(begin, lengths),
                new WarmUp(0, begin),
                Gradients.UNKNOWN,
                OptionalDouble.empty(),
                Series.of(),
                false);
    }

    /** Returns the attempt that follows this one: it knows L₀, and how this one went. */
    public Attempt next() {
        boolean whole = blocks.coarse().size() == blocks.completed() / Lengths.FINE_PER_COARSE;
        return startingAfter(step, lengths).with(chance, whole ? blocks.coarse() : Series.of());
    }

    /** Returns an attempt that starts now because somebody else changed the weights: it knows just L₀. */
    public Attempt rebased() {
        return head.isEmpty() ? this : startingAfter(step, lengths).with(chance, Series.of());
    }

    private Attempt with(OptionalDouble knownChance, Series earlierCurve) {
        return new Attempt(
                lengths, begin, step, head, recent, blocks, warmUp, gradients, knownChance, earlierCurve, suspected);
    }

    /**
     * Returns this attempt with one more observation.
     *
     * @param weights which paths are weights
     */
    public Attempt append(Observation now, Predicate<String> weights, Thresholds limits) {
        int w = limits.divergenceWindow();
        Series newest = recent.append(now.loss(), 2 * w);
        Blocks more = blocks.add(now.step(), newest, lengths);
        OptionalDouble measured = now.measured().total(Quantity.CONSTANT_LOSS);
        return new Attempt(
                lengths,
                begin,
                now.step(),
                head.size() < w ? head.append(now.loss(), w) : head,
                newest,
                more,
                warmUp.see(now.step(), now.rates()),
                more.justCompletedCoarse() || more.justCompletedFirst()
                        ? gradients.see(now.measured(), weights, limits)
                        : gradients,
                measured.isPresent() ? measured : chance,
                earlier,
                suspected);
    }

    /** Returns this attempt once a suspicion was reported. */
    public Attempt markSuspected() {
        return new Attempt(lengths, begin, step, head, recent, blocks, warmUp, gradients, chance, earlier, true);
    }

    /**
     * Returns what should be measured at a step: L₀ during the first window; the gradients at the end of the first
     * block, and eight times per window while the level is not known to be good.
     */
    public Set<Measurement> wants(long at, Thresholds limits, OptionalDouble acceptable) {
        boolean early = at - begin <= lengths.window();
        if (at < blocks.end() || !wantsGradients(at, limits, acceptable)) {
            return early ? CHANCE : Set.of();
        }
        return early ? Gradients.WANTED_WITH_CHANCE : Gradients.WANTED;
    }

    private boolean wantsGradients(long at, Thresholds limits, OptionalDouble acceptable) {
        if (blocks.coarse().isEmpty()) {
            return blocks.completed() == 0 || blocks.completesCoarse(at);
        }
        return blocks.completesCoarse(at) && Level.of(this, limits, acceptable).standing() != Level.Standing.GOOD;
    }

    /** Returns whether a full window lies behind, all of it after the grace period and the warm-up. */
    boolean isRipe() {
        return blocks.fine().size() >= lengths.blocks()
                && step - Math.max(begin + lengths.grace(), warmUp.until()) >= lengths.window();
    }
}
