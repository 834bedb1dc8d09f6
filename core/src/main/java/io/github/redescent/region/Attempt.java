package io.github.redescent.region;

import io.github.redescent.control.Measurement;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What one attempt looks like so far: all that the detectors see. An attempt reaches from the start of the run, or from
 * a restart, to the next. Immutable; adding a step makes some small objects, whatever the length of the run.
 *
 * @param end the last planned step, where it is known
 * @param curve its losses
 * @param step its newest step
 * @param warmUp when its learning rate stopped rising
 * @param gradients what is known of its gradients
 * @param constant the best constant prediction's newest loss, where it could be measured
 * @param health whether losses and weights are numbers
 * @param window what its last third shows, once it is long enough and the constant prediction is known
 * @param learned the skill that it had for sure at its best, 0 before it had any
 * @param suspected whether a suspicion was reported, so that it is not repeated
 */
public record Attempt(
        OptionalLong end,
        Curve curve,
        long step,
        WarmUp warmUp,
        Gradients gradients,
        OptionalDouble constant,
        Health health,
        Optional<Window> window,
        double learned,
        boolean suspected) {
    /** Standard errors by which skill is above zero for sure, although it is asked again and again. */
    private static final double SURE = 4;

    private static final Set<Measurement> CONSTANT = Set.of(Measurement.total(Quantity.CONSTANT_LOSS));

    /**
     * Returns an attempt that begins after a step and has seen nothing.
     *
     * @param end the last planned step; empty if it is not known
     */
    public static Attempt startingAfter(long begin, OptionalLong end) {
        return new Attempt(
                end,
                Curve.startingAfter(begin),
                begin,
                new WarmUp(0, begin),
                Gradients.unknown(begin),
                OptionalDouble.empty(),
                Health.GOOD,
                Optional.empty(),
                0,
                false);
    }

    /** Returns the attempt that follows this one, which knows the constant prediction's loss. */
    public Attempt next() {
        Attempt fresh = startingAfter(step, end);
        return new Attempt(
                end, fresh.curve, step, fresh.warmUp, fresh.gradients, constant, fresh.health, fresh.window, 0, false);
    }

    /** Returns an attempt that starts now because somebody else changed the weights. */
    public Attempt rebased() {
        return step == begin() ? this : next();
    }

    /** Returns the step after which it began. */
    public long begin() {
        return curve.begin();
    }

    /**
     * Returns this attempt with one more observation.
     *
     * @param weights which paths are weights
     */
    public Attempt append(Observation now, Predicate<String> weights, Thresholds limits) {
        OptionalDouble measured = now.measured().total(Quantity.CONSTANT_LOSS);
        OptionalDouble known = measured.isPresent() && Double.isFinite(measured.getAsDouble()) ? measured : constant;
        Curve longer = curve.add(
                now.step(),
                now.loss(),
                known.orElse(Double.NaN),
                Gradients.updateRatio(now.measured()).orElse(Double.NaN));
        boolean look = longer.justCompleted() && longer.blocks().size() >= Window.FEWEST;
        Optional<Window> seen = !look
                ? window
                : Double.isFinite(longer.blocks().get(0).constant())
                        ? Optional.of(Window.of(longer))
                        : Optional.empty();
        double sure = look && seen.isPresent() ? seen.get().skill().lower(SURE) : 0;
        return new Attempt(
                end,
                longer,
                now.step(),
                warmUp.see(now.step(), now.rates()),
                gradients.see(now, weights, limits),
                known,
                health.see(now),
                seen,
                Math.max(learned, sure),
                suspected);
    }

    /** Returns this attempt once a suspicion was reported. */
    public Attempt markSuspected() {
        return new Attempt(end, curve, step, warmUp, gradients, constant, health, window, learned, true);
    }

    /**
     * Returns what should be measured at a step: the constant prediction's loss always; gradients and updates from time
     * to time, while the model is not known to learn.
     */
    public Set<Measurement> wants(long at, Thresholds limits) {
        boolean learns = window.isPresent() && window.get().skill().lower(limits.errors()) > limits.margin();
        return at < gradients.next() || learns ? CONSTANT : Gradients.WANTED;
    }

    /** Returns whether the model has learned something worth keeping at some time: more than the margin, for sure. */
    public boolean hasLearned(Thresholds limits) {
        return learned > limits.margin();
    }

    /**
     * Returns where the attempt is and where it is going; empty in its first two dozen steps, and while the constant
     * prediction's loss is not known.
     */
    public Optional<Outlook> outlook(Thresholds limits) {
        return window.map(seen -> Forecast.of(seen, this, limits));
    }
}
