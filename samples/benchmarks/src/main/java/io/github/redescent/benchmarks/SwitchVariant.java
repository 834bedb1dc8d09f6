package io.github.redescent.benchmarks;

import io.github.redescent.Recipe;
import io.github.redescent.djl.ControlledOptimizer;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.policy.SwitchOptimizer;
import io.github.redescent.policy.SwitchRate;
import io.github.redescent.policy.Trigger;
import java.util.List;

/** A way from Adam to SGD, or none. */
enum SwitchVariant {
    ADAM {
        @Override
        ControlledOptimizer optimizer(double rate, int epochs) {
            return ControlledOptimizer.of(OptimizerSpec.adam(rate));
        }
    },
    SGD {
        @Override
        ControlledOptimizer optimizer(double rate, int epochs) {
            return ControlledOptimizer.of(momentum(10 * rate));
        }
    },
    AT_EPOCH {
        @Override
        ControlledOptimizer optimizer(double rate, int epochs) {
            return switched(
                    rate,
                    SwitchOptimizer.to(momentum(10 * rate))
                            .when(Trigger.afterEpochs(epochs / 3))
                            .rate(SwitchRate.given()));
        }
    },
    AT_EPOCH_MATCHED {
        @Override
        ControlledOptimizer optimizer(double rate, int epochs) {
            return switched(
                    rate,
                    SwitchOptimizer.to(momentum(1))
                            .when(Trigger.afterEpochs(epochs / 3))
                            .rate(SwitchRate.matched()));
        }
    },
    ON_PLATEAU {
        @Override
        ControlledOptimizer optimizer(double rate, int epochs) {
            return switched(
                    rate,
                    SwitchOptimizer.to(momentum(10 * rate))
                            .when(Trigger.onPlateau())
                            .rate(SwitchRate.given()));
        }
    },
    SWATS_ROBUST {
        @Override
        ControlledOptimizer optimizer(double rate, int epochs) {
            return switched(
                    rate, SwitchOptimizer.to(momentum(1)).when(Trigger.swats()).rate(SwitchRate.estimated()));
        }
    };

    /** Of Adam; SGD with momentum is tried at ten times each. */
    List<Double> rates() {
        return List.of(3e-4, 1e-3, 3e-3, 1e-2);
    }

    boolean switches() {
        return this != ADAM && this != SGD;
    }

    abstract ControlledOptimizer optimizer(double rate, int epochs);

    private static OptimizerSpec momentum(double rate) {
        return OptimizerSpec.sgd(rate).withMomentum(0.9);
    }

    private static ControlledOptimizer switched(double rate, SwitchOptimizer policy) {
        return ControlledOptimizer.of(OptimizerSpec.adam(rate), Recipe.of(policy));
    }
}
