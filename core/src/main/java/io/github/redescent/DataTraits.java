package io.github.redescent;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is known of data and model before training; {@link Advisor} reads a recipe from it.
 *
 * @param zeroShare share of input entries that are exactly zero, in [0, 1]
 * @param arrival whether the data are a set or a stream
 * @param pretrained which part of the model was trained before, if any was
 * @param plannedSteps optimizer updates that the training will have, where that is known
 */
public record DataTraits(
        double zeroShare, Arrival arrival, Optional<Pretrained> pretrained, OptionalLong plannedSteps) {
    /** How data come. */
    public enum Arrival {
        /** All are there, and are gone through several times. */
        FIXED_SET,
        /** They go on coming, and may change. */
        STREAM
    }

    /**
     * A model in two parts.
     *
     * @param body glob of the pretrained parameters
     * @param head glob of the new ones
     */
    public record Pretrained(String body, String head) {}

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public DataTraits {
        if (!(zeroShare >= 0 && zeroShare <= 1)) {
            throw new IllegalArgumentException("zeroShare must be in [0, 1], got " + zeroShare);
        }
        if (plannedSteps.isPresent() && plannedSteps.getAsLong() < 1) {
            throw new IllegalArgumentException("plannedSteps must be positive, got " + plannedSteps.getAsLong());
        }
    }

    /**
     * Returns the traits of a fixed set for a new model.
     *
     * @param zeros input entries that are exactly zero
     * @param entries all input entries that were looked at, at least 1
     * @throws IllegalArgumentException if there were none, or fewer than zeros
     */
    public static DataTraits ofInputs(long zeros, long entries) {
        if (zeros < 0 || entries < 1 || zeros > entries) {
            throw new IllegalArgumentException(
                    "zeros must be in [0, entries] of at least 1 entry, got " + zeros + " of " + entries);
        }
        return new DataTraits((double) zeros / entries, Arrival.FIXED_SET, Optional.empty(), OptionalLong.empty());
    }

    /** Returns these for a stream. */
    public DataTraits asStream() {
        return new DataTraits(zeroShare, Arrival.STREAM, pretrained, plannedSteps);
    }

    /** Returns these for a pretrained body with a new head, each by a glob of its parameters' paths. */
    public DataTraits withPretrained(String body, String head) {
        return new DataTraits(zeroShare, arrival, Optional.of(new Pretrained(body, head)), plannedSteps);
    }

    /** Returns these for a training of known length, in optimizer updates. */
    public DataTraits withPlannedSteps(long steps) {
        return new DataTraits(zeroShare, arrival, pretrained, OptionalLong.of(steps));
    }
}
