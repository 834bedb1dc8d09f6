package io.github.redescent.benchmarks;

import io.github.redescent.Recipe;
import io.github.redescent.Recipes;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import java.util.List;

/** A way to fine-tune, with the rates that it is tried at. */
enum FineTuningVariant {
    ONE_ADAM {
        @Override
        Recipe recipe(PretrainedNet net, Rates rates) {
            return Recipe.of(ParameterGroups.builder().otherwise(OptimizerSpec.adam(rates.head())));
        }
    },
    FROZEN_BODY {
        @Override
        Recipe recipe(PretrainedNet net, Rates rates) {
            return Recipes.headOnly(net.head(), OptimizerSpec.adam(rates.head()));
        }
    },
    SPLIT {
        @Override
        List<Rates> candidates() {
            return Rates.TWO;
        }

        @Override
        Recipe recipe(PretrainedNet net, Rates rates) {
            return Recipes.split(net.head(), OptimizerSpec.adam(rates.head()), rates.bodySgd());
        }
    },
    GRADUAL {
        @Override
        List<Rates> candidates() {
            return Rates.TWO;
        }

        @Override
        Recipe recipe(PretrainedNet net, Rates rates) {
            return Recipes.gradual(
                    net.body(), 0.75, EPOCHS_PER_LAYER, OptimizerSpec.adam(rates.head()), rates.bodySgd());
        }
    };

    private static final int EPOCHS_PER_LAYER = 8;

    /** Returns the rates that it is tried at. */
    List<Rates> candidates() {
        return Rates.ONE;
    }

    abstract Recipe recipe(PretrainedNet net, Rates rates);

    /**
     * Learning rates.
     *
     * @param head of Adam on the new head, or on everything
     * @param body of SGD with momentum on the pretrained layers, where that is used
     */
    record Rates(double head, double body) {
        private static final List<Rates> ONE =
                List.of(new Rates(3e-4, 0), new Rates(1e-3, 0), new Rates(3e-3, 0), new Rates(1e-2, 0));
        private static final List<Rates> TWO =
                List.of(new Rates(3e-3, 1e-3), new Rates(3e-3, 1e-2), new Rates(1e-2, 1e-3), new Rates(1e-2, 1e-2));

        OptimizerSpec bodySgd() {
            return OptimizerSpec.sgd(body).withMomentum(0.9);
        }
    }
}
