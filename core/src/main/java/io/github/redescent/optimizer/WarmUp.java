package io.github.redescent.optimizer;

/**
 * A linear rise to the first rate of another schedule, which begins after it. The update that follows {@code step}
 * updates uses (step + 1) / (length + 1) of that rate, so no update is lost at rate 0.
 *
 * @param length optimizer updates, at least 1
 * @param then what follows, its step 0 at the warm-up's end
 */
public record WarmUp(long length, LearningRate then) implements LearningRate {
    /**
     * Checks the length.
     *
     * @throws IllegalArgumentException if it is not positive, or the other schedule has begun already
     */
    public WarmUp {
        Require.positive("length", length);
        if (then.keptShare().isPresent()) {
            throw new IllegalArgumentException(
                    "a kept rate goes on where it is and cannot begin after a warm-up; let " + "the switch ramp it up");
        }
    }

    @Override
    public double at(long step, HostSchedules host) {
        if (step >= length) {
            return then.at(step - length, host);
        }
        return then.at(0, host) * (double) (step + 1) / (double) (length + 1);
    }

    @Override
    public String hostName() {
        return then.hostName();
    }
}
