package io.github.redescent.benchmarks;

import ai.djl.ndarray.NDArray;
import ai.djl.training.optimizer.Optimizer;

/** Does nothing: what is left is the host's own way to its optimizer. */
final class IdleOptimizer extends Optimizer {
    IdleOptimizer() {
        super(new Builder());
    }

    @Override
    public void update(String parameterId, NDArray weight, NDArray grad) {
        // Idle.
    }

    private static final class Builder extends OptimizerBuilder<Builder> {
        @Override
        protected Builder self() {
            return this;
        }
    }
}
