package io.github.redescent.benchmarks.rescue;

import io.github.redescent.Recipe;
import io.github.redescent.policy.ReinitializeOnBadRegion;
import io.github.redescent.policy.ResetOnDecay;
import java.util.Locale;
import java.util.Optional;

/** A way to train a configuration. */
enum Column {
    /** The framework alone. */
    ALONE {
        @Override
        Outcome run(Configuration run) {
            return Rivals.alone(run);
        }
    },
    /** The README's recipe with the planned steps. */
    OURS {
        @Override
        Outcome run(Configuration run) {
            return controlled(run, readme(run).withPlannedSteps(run.steps()));
        }
    },
    /** The README's recipe as it stands. */
    OURS_UNPLANNED {
        @Override
        Outcome run(Configuration run) {
            return controlled(run, readme(run));
        }
    },
    /** New weights and a tenth of the rate at a third of the run, whatever happened. */
    FIXED_RESTART {
        @Override
        Outcome run(Configuration run) {
            return Rivals.restartedAtAThird(run, 0.1);
        }
    },
    /** Three attempts of a third each, rates drawn within a factor of a thousand, the best one kept. */
    RANDOM_RESTARTS {
        @Override
        Outcome run(Configuration run) {
            return Rivals.randomRestarts(run);
        }
    },
    /** PyTorch's ReduceLROnPlateau on the mean loss of each fortieth of the run, patience a tenth of the run. */
    REDUCE_ON_PLATEAU {
        @Override
        Outcome run(Configuration run) {
            return Rivals.reduceOnPlateau(run);
        }
    },
    /** After a fifth of the run without an improvement: new weights at a tenth of the rate; the best weights kept. */
    EARLY_STOPPING {
        @Override
        Outcome run(Configuration run) {
            return Rivals.earlyStopping(run);
        }
    },
    /** Five restarts at a third of the run, with new weights at the rate times 1, 0.1, 0.01, 10 and 1000; the best. */
    BEST_OF_FIVE {
        @Override
        Outcome run(Configuration run) {
            return Rivals.bestOfFive(run);
        }
    };

    abstract Outcome run(Configuration run);

    /** Returns whether its results change with this library. */
    boolean ours() {
        return this == OURS || this == OURS_UNPLANNED;
    }

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static Recipe readme(Configuration run) {
        return Recipe.of(ResetOnDecay.defaults(), ReinitializeOnBadRegion.defaults())
                .withSeed(run.seed());
    }

    private static Outcome controlled(Configuration run, Recipe recipe) {
        try (Net net = run.start(Optional.of(recipe))) {
            Configuration.Batches batches = Configuration.Batches.of(run);
            for (int step = 0; step < run.steps(); step++) {
                net.fit(batches.at(step));
            }
            net.restoreBest();
            return new Outcome(net.loss(run.task().examples()), net.actions());
        }
    }

    /**
     * How a run ended.
     *
     * @param loss mean on the whole clean training set
     * @param actions decisions that did something
     */
    record Outcome(double loss, int actions) {}
}
