package io.github.redescent.policy;

import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.region.Lengths;
import io.github.redescent.region.Progress;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * How far a run is: steps, epochs, and whether its loss still falls.
 *
 * @param step the newest step
 * @param firstEpoch the host's count of completed epochs at the first observation
 * @param epochs epochs completed since then
 * @param epochBegan the step after which the present epoch began
 * @param epochLength steps of the epoch before, once there was one
 * @param losses the loss, where somebody asks about it
 */
record Course(
        long step,
        OptionalInt firstEpoch,
        int epochs,
        long epochBegan,
        OptionalLong epochLength,
        Optional<Progress> losses) {
    /**
     * Returns the course of a run that begins.
     *
     * @param lengths how long the loss is looked at; empty if nobody asks about it
     */
    public static Course startingAfter(long step, Optional<Lengths> lengths) {
        return new Course(
                step,
                OptionalInt.empty(),
                0,
                step,
                OptionalLong.empty(),
                lengths.map(each -> Progress.startingAfter(step, each)));
    }

    /** Returns this course after one more observation. */
    public Course see(Observation now) {
        int first = firstEpoch.orElse(now.epoch());
        int completed = Math.max(epochs, now.epoch() - first);
        boolean next = completed > epochs;
        return new Course(
                now.step(),
                OptionalInt.of(first),
                completed,
                next ? now.step() : epochBegan,
                next ? OptionalLong.of((now.step() - epochBegan) / (completed - epochs)) : epochLength,
                losses.map(loss -> follow(loss, now)));
    }

    /** Returns this course, its loss seen anew from here on. */
    public Course rebased() {
        return new Course(
                step, firstEpoch, epochs, epochBegan, epochLength, losses.map(loss -> loss.restartedAfter(step)));
    }

    /** Returns the present as a beginning. */
    public Since since() {
        return new Since(step, epochs);
    }

    /** Returns whether the present epoch may end at a step: its length is taken from the one before. */
    boolean epochMayEndBy(long at) {
        return epochLength.isEmpty() || at >= epochBegan + epochLength.getAsLong();
    }

    private static Progress follow(Progress loss, Observation now) {
        if (now.moment() == Moment.STEP) {
            return loss.train(now.step(), now.loss());
        }
        return now.validationLoss().isPresent()
                ? loss.validate(now.step(), now.validationLoss().getAsDouble())
                : loss;
    }
}
