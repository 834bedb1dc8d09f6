package io.github.redescent.benchmarks;

import io.github.redescent.Recipe;
import io.github.redescent.Recipes;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.policy.GradualUnfreeze;
import io.github.redescent.samples.djl.text.SpeakerTuning;
import java.util.List;
import java.util.Locale;

/** A way to fine-tune the sentence encoder, with the rates that it is tried at. */
enum TextTuningVariant {
    /** Nothing but the new head is trained. */
    HEAD_ONLY(1e-3, 1e-2) {
        @Override
        Recipe recipe(double rate) {
            return Recipes.headOnly(SpeakerTuning.HEAD, OptimizerSpec.adam(rate));
        }
    },
    /** One AdamW for all. */
    ONE_RATE(1e-4, 3e-4) {
        @Override
        Recipe recipe(double rate) {
            return Recipe.of(ParameterGroups.builder().otherwise(OptimizerSpec.adamW(rate)));
        }
    },
    /** A slow AdamW below, a fast Adam on the head. */
    SPLIT(3e-5, 1e-4) {
        @Override
        Recipe recipe(double rate) {
            return Recipes.split(SpeakerTuning.HEAD, HEAD, OptimizerSpec.adamW(rate));
        }
    },
    /** The same, each layer at 0.8 times the rate of the one above. */
    LAYERWISE(3e-5, 1e-4) {
        @Override
        Recipe recipe(double rate) {
            return Recipe.of(layerwise(rate));
        }
    },
    /** The same, two layers a step: the head alone for the first fifth of the run, then two more layers each. */
    GRADUAL(3e-5, 1e-4) {
        @Override
        Recipe recipe(double rate) {
            return Recipe.of(GradualUnfreeze.of("top", "middle", "low", "bottom"))
                    .withGroups(ParameterGroups.builder()
                            .group("bottom", SpeakerTuning.BODY.get(0), OptimizerSpec.adamW(rate * Math.pow(DECAY, 6)))
                            .group("low", below(1), OptimizerSpec.adamW(rate * Math.pow(DECAY, 4)))
                            .group("middle", below(3), OptimizerSpec.adamW(rate * Math.pow(DECAY, 2)))
                            .group("top", below(5), OptimizerSpec.adamW(rate))
                            .otherwise(HEAD));
        }
    };

    private static final OptimizerSpec HEAD = OptimizerSpec.adam(1e-2);
    private static final double DECAY = 0.8;
    private final double low;
    private final double high;

    TextTuningVariant(double low, double high) {
        this.low = low;
        this.high = high;
    }

    /** Returns the rates that it is tried at: of the body where that is trained, else of the head. */
    List<Double> rates() {
        return List.of(low, high);
    }

    abstract Recipe recipe(double rate);

    String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static ParameterGroups layerwise(double rate) {
        return ParameterGroups.builder()
                .layerwise("body", OptimizerSpec.adamW(rate), DECAY, SpeakerTuning.BODY)
                .otherwise(HEAD);
    }

    /** Returns what selects two neighbouring layers. */
    private static ParameterSelector below(int layer) {
        return ParameterSelector.glob(SpeakerTuning.BODY.get(layer))
                .or(ParameterSelector.glob(SpeakerTuning.BODY.get(layer + 1)));
    }
}
