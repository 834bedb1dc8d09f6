package io.github.redescent.benchmarks.rescue;

import java.util.List;

/**
 * A net, as both frameworks can build it.
 *
 * @param kind what its hidden layers are
 * @param hidden units (or filters) per hidden layer
 * @param activation after each hidden layer
 * @param output the last layer
 */
record Architecture(Kind kind, List<Integer> hidden, Hidden activation, Output output) {
    /** Kinds of hidden layers. */
    enum Kind {
        DENSE,
        /** Dense, each with a batch normalisation. */
        NORMALISED,
        /** Convolutions of 3 x 3 with stride 2. */
        CONVOLUTION,
        /** LSTM; DL4J only. */
        RECURRENT
    }

    /** Activations of hidden layers. */
    enum Hidden {
        RELU,
        TANH,
        SIGMOID
    }
}
