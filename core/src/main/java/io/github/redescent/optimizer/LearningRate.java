package io.github.redescent.optimizer;

import java.util.List;
import java.util.OptionalDouble;

/**
 * A learning rate over the course of a run. Schedules are values and pure functions of the schedule's step, which
 * counts optimizer updates from 0: the first update uses {@code at(0)}. A reset of an optimizer does not move it.
 */
public sealed interface LearningRate permits Constant, Steps, Exponential, Cosine, WarmUp, Scaled, Kept, HostRate {
    /**
     * Returns the rate of the update that follows {@code step} updates.
     *
     * @param step optimizer updates since the schedule began, from 0
     * @param host answers for the host's own schedules
     */
    double at(long step, HostSchedules host);

    /**
     * Returns the rate of the update that follows {@code step} updates.
     *
     * @throws IllegalStateException if the rate is the host's own
     */
    default double at(long step) {
        return at(step, HostSchedules.NONE);
    }

    /** Returns the name of the host's schedule where one is part of this rate, else an empty text. */
    default String hostName() {
        return "";
    }

    /** Returns the factor on the schedule that goes on, where this is {@link #kept}, scaled or not; else empty. */
    default OptionalDouble keptShare() {
        return OptionalDouble.empty();
    }

    /**
     * Returns this rate, multiplied.
     *
     * @throws IllegalArgumentException if the factor is not positive and finite
     */
    default LearningRate times(double factor) {
        return new Scaled(this, factor);
    }

    /** Returns the schedule that a parameter has already, for an optimizer that takes over from another. */
    static Kept kept() {
        return new Kept();
    }

    /**
     * Returns a rate that stays.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    static Constant constant(double rate) {
        return new Constant(rate);
    }

    /**
     * Returns a rate that is multiplied by a factor at each milestone.
     *
     * @param milestones steps in optimizer updates, rising, at least 1
     * @throws IllegalArgumentException if a number is out of range
     */
    static Steps steps(double start, double factor, List<Long> milestones) {
        return new Steps(start, factor, milestones);
    }

    /**
     * Returns a rate that is multiplied by a factor at each update.
     *
     * @throws IllegalArgumentException if a number is out of range
     */
    static Exponential exponential(double start, double factor) {
        return new Exponential(start, factor);
    }

    /**
     * Returns a rate that falls along half a cosine, to zero.
     *
     * @param length optimizer updates until the end, at least 1
     * @throws IllegalArgumentException if a number is out of range
     */
    static Cosine cosine(double start, long length) {
        return new Cosine(start, 0, length);
    }

    /**
     * Returns this rate after a linear warm-up, which starts it late by the warm-up's length.
     *
     * @param length optimizer updates, at least 1
     * @throws IllegalArgumentException if the length is not positive
     */
    default WarmUp afterWarmUp(long length) {
        return new WarmUp(length, this);
    }

    /**
     * Returns the host's own schedule, bound to its name when a recipe is attached.
     *
     * @throws IllegalArgumentException if the name is blank
     */
    static HostRate host(String name) {
        return new HostRate(name);
    }
}
