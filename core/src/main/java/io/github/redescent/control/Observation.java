package io.github.redescent.control;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a policy gets to see of a run at one moment.
 *
 * @param moment when it was made
 * @param step optimizer updates done so far; it may jump, so policies never count calls
 * @param epoch completed epochs
 * @param loss the training loss of this step's batch, without penalty terms, measured before its update
 * @param validationLoss the validation loss, at {@link Moment#EPOCH} where there is one
 * @param rates by group, the rate that the <em>next</em> update will use, so that what is decided on it is in force for
 *     that update
 * @param measured what was asked for by {@link Policy#wants}
 * @param applied actions applied since the policy's last observation, by another policy or by the user; what a policy
 *     decided itself is in its state already
 */
public record Observation(
        Moment moment,
        long step,
        int epoch,
        double loss,
        OptionalDouble validationLoss,
        Map<String, Rate> rates,
        Measurements measured,
        List<Action> applied) {

    /** Returns an observation after an update, without measurements. */
    public static Observation step(long step, int epoch, double loss, Map<String, Rate> rates) {
        return new Observation(
                Moment.STEP, step, epoch, loss, OptionalDouble.empty(), rates, Measurements.none(), List.of());
    }

    /** Returns this observation with measurements. */
    public Observation withMeasured(Measurements measurements) {
        return new Observation(moment, step, epoch, loss, validationLoss, rates, measurements, applied);
    }

    /** Returns this observation with rates. */
    public Observation withRates(Map<String, Rate> newRates) {
        return new Observation(moment, step, epoch, loss, validationLoss, newRates, measured, applied);
    }

    /** Returns this observation with applied actions. */
    public Observation withApplied(List<Action> actions) {
        return new Observation(moment, step, epoch, loss, validationLoss, rates, measured, List.copyOf(actions));
    }

    /** Returns whether weights were drawn anew or restored, so that earlier losses belong to others. */
    public boolean hasNewWeights() {
        return applied(Action.RedrawWeights.class) || applied(Action.Restore.class);
    }

    /** Returns whether another optimizer took over, so that earlier rates and update sizes belong to others. */
    public boolean hasNewOptimizer() {
        return applied(Action.UseOptimizer.class) || applied(Action.UseFirstOptimizer.class);
    }

    private boolean applied(Class<? extends Action> kind) {
        for (int i = 0; i < applied.size(); i++) { // nearly always empty, and without an iterator
            if (kind.isInstance(applied.get(i))) {
                return true;
            }
        }
        return false;
    }
}
