package io.github.redescent;

import io.github.redescent.region.Numbers;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses among {@link Recipes} by rules of thumb: "SGD for online learning; Adam and sparse data; different optimizers
 * for different parts of a model; Adam first and SGD later". The first that applies, of: a pretrained body, inputs of
 * which nine tenths are zero, a stream, a long training. Else {@link Recipes#stuckRun}, which does nothing to a run
 * that learns. Thresholds are ours: images of digits are zero to four fifths and yet not sparse. Thread-safe.
 */
public final class Advisor {
    private static final double SPARSE = 0.9;
    private static final long LONG = 10_000;
    private static final double ADAM_RATE = 1e-3;
    private static final double SGD_RATE = 0.01;

    private Advisor() {}

    /** Returns a recipe for what is known, with its reasons. */
    public static Advice inspect(DataTraits traits) {
        List<String> because = new ArrayList<>();
        boolean sparse = traits.zeroShare() >= SPARSE;
        boolean stream = traits.arrival() == DataTraits.Arrival.STREAM;
        String zeros = Numbers.brief(100 * traits.zeroShare()) + "% of the inputs are zero";
        because.add(zeros + (sparse ? ": sparse, from 90% on" : ": not sparse, which begins at 90%"));
        if (traits.pretrained().isPresent()) {
            DataTraits.Pretrained parts = traits.pretrained().get();
            because.add("the body " + parts.body() + " is pretrained: slow gradient descent keeps what it has learned,"
                    + " Adam teaches the head " + parts.head());
            return planned(Recipes.fineTuning(parts.body(), parts.head()), "fineTuning(body, head)", because, traits);
        }
        if (sparse) {
            because.add("Adam gives rare features steps of their own"
                    + (stream ? "; on a stream that drifts compare it with onlineLearning(0.01)" : ""));
            return planned(Recipes.sparseInputs(ADAM_RATE), "sparseInputs(1e-3)", because, traits);
        }
        if (stream) {
            because.add("the data are a stream: gradient descent has no memory of how they were");
            return planned(Recipes.onlineLearning(SGD_RATE), "onlineLearning(0.01)", because, traits);
        }
        if (traits.plannedSteps().orElse(0) >= LONG) {
            because.add(traits.plannedSteps().getAsLong() + " updates are planned: long, from " + LONG
                    + " on; gradient descent takes over once Adam has no more to give");
            return planned(Recipes.longTraining(), "longTraining()", because, traits);
        }
        because.add("a fixed set and a new model: nothing is done unless the run is stuck");
        return planned(Recipes.stuckRun(), "stuckRun()", because, traits);
    }

    private static Advice planned(Recipe recipe, String name, List<String> because, DataTraits traits) {
        return new Advice(
                traits.plannedSteps().isPresent()
                        ? recipe.withPlannedSteps(traits.plannedSteps().getAsLong())
                        : recipe,
                name,
                because);
    }
}
