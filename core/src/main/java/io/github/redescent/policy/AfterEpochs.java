package io.github.redescent.policy;

import io.github.redescent.control.Evidence;
import io.github.redescent.control.Measurement;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * After a number of epochs, between the last update of one and the first of the next. Where it needs sizes it measures
 * the last few steps of the epoch, by the length of the epoch before; all of the very first one.
 *
 * @param count epochs, at least 1
 */
public record AfterEpochs(int count) implements Trigger {
    /**
     * Checks the count.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public AfterEpochs {
        if (count < 1) {
            throw new IllegalArgumentException("the epochs before a switch must be at least 1, got " + count);
        }
    }

    @Override
    public Optional<Evidence> fires(Watch watch) {
        return watch.epochs() < count
                ? Optional.empty()
                : Optional.of(new Evidence(
                        "epochs",
                        watch.epochs() + (watch.epochs() == 1 ? " epoch done" : " epochs done"),
                        Map.of("epochs", (double) watch.epochs()),
                        Map.of("epochs", (double) count)));
    }

    @Override
    public Set<Measurement> wants(long step, Watch watch) {
        boolean soon = watch.epochs() >= count
                || (watch.epochs() == count - 1 && watch.course().epochMayEndBy(step + Sizes.FEW - 1));
        return soon ? Sizes.WANTED : Set.of();
    }
}
