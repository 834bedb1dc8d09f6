package io.github.redescent.control;

/**
 * The learning rate that the next update of a group will use, with its factors.
 *
 * @param scheduled what the host's own schedule says
 * @param lasting product of the factors that stay, such as a restart's
 * @param passing product of the factors that go away again, such as a warm-up's
 */
public record Rate(double scheduled, double lasting, double passing) {
    /** Returns a rate that nobody has changed. */
    public static Rate scheduled(double scheduled) {
        return new Rate(scheduled, 1, 1);
    }

    /** Returns the rate without warm-ups and kicks. */
    public double settled() {
        return scheduled * lasting;
    }

    /** Returns the rate that the optimizer really uses. */
    public double effective() {
        return settled() * passing;
    }
}
