package io.github.redescent.region;

import io.github.redescent.control.Measurement;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What an attempt's gradients look like. They are measured sixteen times per doubling of its age, and only while the
 * model is not known to learn: norms cost about as much as an update.
 *
 * @param begin the step after which the attempt began
 * @param next the step of the next measurement
 * @param alive whether the first measurement found no dead layer
 * @param deadLooks successive measurements that found a dead layer
 * @param zeros share of zero entries in the deadest layer, at the last measurement; 0 if none
 */
record Gradients(long begin, long next, Optional<Boolean> alive, int deadLooks, double zeros) {
    /** What has to be measured. */
    static final Set<Measurement> WANTED = Set.of(
            Measurement.perTensor(Quantity.ZERO_GRADIENTS),
            Measurement.perTensor(Quantity.GRADIENT_NORM),
            Measurement.perTensor(Quantity.PARAMETER_NORM),
            Measurement.total(Quantity.PARAMETER_NORM),
            Measurement.total(Quantity.UPDATE_NORM),
            Measurement.total(Quantity.CONSTANT_LOSS));

    private static final long SHORTEST = 8;

    /** Returns what is known at the beginning. */
    static Gradients unknown(long begin) {
        return new Gradients(begin, begin + SHORTEST, Optional.empty(), 0, 0);
    }

    /**
     * Returns this with one step's measurements, if it is time for them.
     *
     * @param weights which paths are weights
     */
    Gradients see(Observation now, Predicate<String> weights, Thresholds limits) {
        if (now.step() < next) {
            return this;
        }
        long later = now.step() + Math.max(SHORTEST, (now.step() - begin) / 16);
        Optional<Layers> layers = Layers.of(now.measured(), weights);
        if (layers.isEmpty() || now.loss() == 0) { // a batch without a loss has no gradient by nature
            return new Gradients(begin, later, alive, deadLooks, zeros);
        }
        double share = layers.get().zeros();
        boolean dead = share >= limits.zeroShare() || layers.get().smallestRatio() < limits.vanishedRatio();
        return new Gradients(begin, later, alive.or(() -> Optional.of(!dead)), dead ? deadLooks + 1 : 0, share);
    }

    /** Returns whether they were alive at first and have died since. */
    boolean died(Thresholds limits) {
        return areDead(limits) && alive.orElse(false);
    }

    /** Returns whether they were found dead often enough. */
    boolean areDead(Thresholds limits) {
        return deadLooks >= limits.deadLooks();
    }

    /** Returns what makes them dead, in words. */
    String sign(Thresholds limits) {
        return zeros >= limits.zeroShare()
                ? Math.round(100 * zeros) + "% of the gradient exactly zero"
                : "gradient vanished";
    }

    /** Returns the norm of the update over the norm of the parameters, empty if they were not measured. */
    static OptionalDouble updateRatio(Measurements measured) {
        OptionalDouble update = measured.total(Quantity.UPDATE_NORM);
        double parameters = measured.total(Quantity.PARAMETER_NORM).orElse(0);
        return update.isPresent() && parameters > 0
                ? OptionalDouble.of(update.getAsDouble() / parameters)
                : OptionalDouble.empty();
    }
}
