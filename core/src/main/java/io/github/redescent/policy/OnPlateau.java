package io.github.redescent.policy;

import io.github.redescent.control.Evidence;
import io.github.redescent.control.Measurement;
import io.github.redescent.region.Flatness;
import java.util.Optional;
import java.util.Set;

/**
 * Once the loss no longer falls, by the trend test of the bad-region detectors (see
 * {@link io.github.redescent.region.Progress}): a one-sided Mann–Kendall test finds no decrease over a window, and a
 * decrease that matters is ruled out. On the training loss; on the validation loss from the first one on.
 *
 * @param limits the test's constants: window, grace, significance, improvement; the window scales with a recipe's
 *     planned steps
 * @param validations how many validation losses make a window, in [6, 32]; default 8: fewer than 6 show no trend at a
 *     significance of 0.01, however clear
 */
public record OnPlateau(Flatness limits, int validations) implements Trigger {
    static final OnPlateau DEFAULTS = new OnPlateau(Flatness.defaults(), 8);

    /**
     * Checks the number.
     *
     * @throws IllegalArgumentException if it is out of range
     */
    public OnPlateau {
        if (validations < 6 || validations > 32) {
            throw new IllegalArgumentException("validations must be in [6, 32], got " + validations + "; try 8");
        }
    }

    /** Returns this trigger with other constants. */
    public OnPlateau withLimits(Flatness newLimits) {
        return new OnPlateau(newLimits, validations);
    }

    /** Returns this trigger with another window of validation losses. */
    public OnPlateau withValidations(int count) {
        return new OnPlateau(limits, count);
    }

    @Override
    public Optional<Flatness> plateau() {
        return Optional.of(limits);
    }

    @Override
    public Optional<Evidence> fires(Watch watch) {
        return watch.course()
                .losses()
                .filter(losses -> losses.step() == watch.course().step()) // there is a new loss to judge
                .flatMap(losses -> losses.flat(limits, validations));
    }

    @Override
    public Set<Measurement> wants(long step, Watch watch) {
        return watch.course()
                        .losses()
                        .filter(losses -> losses.validated()
                                ? losses.validations().size() >= validations - 1
                                        && watch.course().epochMayEndBy(step + Sizes.FEW - 1)
                                : losses.mayEndBy(step + Sizes.FEW - 1))
                        .isPresent()
                ? Sizes.WANTED
                : Set.of();
    }
}
