package io.github.redescent.policy;

import io.github.redescent.control.Action;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Part;
import io.github.redescent.control.Quantity;

/**
 * What {@link ReinitializeOnBadRegion} knows of a run beside its losses.
 *
 * @param learned whether the model knows something worth keeping: it came better than the best constant prediction, or
 *     became so
 * @param kept whether the best weights are in their slot
 * @param steps observations so far
 * @param epoch the present epoch
 * @param epochBegan updates done when it began
 * @param broke the first of the newest losses that are no numbers; 0 if the newest is one
 */
record Knowledge(boolean learned, boolean kept, long steps, int epoch, long epochBegan, long broke) {
    /** By what share of the constant prediction's loss the first loss of a trained model is below it. */
    private static final double TRAINED = 0.1;

    static Knowledge of(boolean trained, long step) {
        return new Knowledge(trained, false, 0, -1, step, 0);
    }

    /** Returns this after one more update. */
    Knowledge see(Observation now) {
        boolean best = kept;
        for (Action action : now.applied()) {
            best |= action instanceof Action.Keep keep
                    && keep.slot().equals(KeepBest.SLOT)
                    && keep.parts().contains(Part.WEIGHTS);
        }
        double constant = now.measured().total(Quantity.CONSTANT_LOSS).orElse(Double.NaN);
        boolean trained = steps == 0 && now.loss() < constant - TRAINED * Math.abs(constant);
        boolean next = now.epoch() != epoch;
        return new Knowledge(
                learned || trained,
                best,
                steps + 1,
                now.epoch(),
                next && epoch >= 0 ? now.step() - 1 : epochBegan,
                Double.isFinite(now.loss()) ? 0 : broke == 0 ? now.step() : broke);
    }

    Knowledge learnedBy(boolean proof) {
        return proof && !learned ? new Knowledge(true, kept, steps, epoch, epochBegan, broke) : this;
    }

    /** Returns which batch did it, where one did. */
    String batch() {
        return broke == 0
                ? ""
                : " from step " + broke + " on (batch " + (broke - epochBegan) + " of epoch " + (epoch + 1) + ')';
    }
}
