package io.github.redescent.benchmarks.rescue;

/**
 * An optimizer at the rate that suits its task.
 *
 * @param kind which
 * @param rate a sensible one
 */
record Rule(Kind kind, double rate) {
    /** Optimizers. */
    enum Kind {
        ADAM,
        RMSPROP,
        /** SGD with Nesterov's momentum. */
        MOMENTUM,
        SGD
    }
}
