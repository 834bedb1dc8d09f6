package io.github.redescent.benchmarks.rescue;

import io.github.redescent.benchmarks.rescue.Architecture.Kind;
import java.util.List;

/**
 * Something to learn in a few hundred updates.
 *
 * @param name how results call it
 * @param examples the whole training set
 * @param net the net that learns it
 * @param batch examples per update
 * @param steps updates of a whole run
 * @param rules optimizers that learn it
 */
record Task(String name, Examples examples, Architecture net, int batch, int steps, List<Rule> rules) {
    /** Returns the loss of the best constant prediction. */
    double chance() {
        return net.output().chance(examples);
    }

    boolean recurrent() {
        return net.kind() == Kind.RECURRENT;
    }

    /** Returns the time steps of one example; 1 if it has none. */
    int times() {
        return recurrent() ? Math.toIntExact(examples.targetShape()[1]) : 1;
    }
}
