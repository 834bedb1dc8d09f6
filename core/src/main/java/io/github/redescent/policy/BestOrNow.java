package io.github.redescent.policy;

import io.github.redescent.control.Action;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Evidence;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.region.Numbers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Whether the best weights come back when they are asked for: only if the present ones are worse. */
final class BestOrNow {
    private static final Action RESTORE = new Action.Restore(ParameterSelector.all(), KeepBest.SLOT);

    private BestOrNow() {}

    static Decision decide(KeepBest.State state, Kept copy) {
        if (copy.source() == Kept.Source.VALIDATION) {
            return byValidation(state, copy);
        }
        if (state.recent().isEmpty()) {
            return restore(copy, "the present weights have no loss yet", Map.of(), Map.of());
        }
        Level now = Level.of(state.recent());
        double limit = copy.limit(now);
        double single = copy.loss() + 4 * now.spread(copy.loss());
        boolean broke = now.justBroke(Math.max(limit, single));
        double shown = broke ? now.losses().get(now.losses().size() - 1) : now.loss();
        String what = broke
                ? "the newest loss is "
                : "the median loss of the last " + now.losses().size() + " is ";
        String sentence = Double.isFinite(shown)
                ? what + Numbers.brief(shown) + ", counted as worse above " + Numbers.brief(limit)
                : what + "no number";
        return broke || now.loss() > limit
                ? restore(copy, sentence, Map.of("loss now", shown), Map.of("loss now", limit))
                : stay(copy, sentence, Map.of("loss now", shown), Map.of("loss now", limit));
    }

    private static Decision byValidation(KeepBest.State state, Kept copy) {
        boolean current = state.validated().isPresent() && state.fresh() == 0;
        if (!current) {
            return restore(copy, "the present weights were not validated", Map.of(), Map.of());
        }
        double now = state.validated().getAsDouble();
        String sentence = "it is now " + Numbers.brief(now);
        Map<String, Double> measured = Map.of("loss now", now);
        return now > copy.loss()
                ? restore(copy, sentence, measured, Map.of("loss now", copy.loss()))
                : stay(copy, sentence, measured, Map.of("loss now", copy.loss()));
    }

    private static Decision restore(Kept copy, String now, Map<String, Double> measured, Map<String, Double> limits) {
        String sentence = copy.describe() + ", " + now + " → restored";
        return new Decision(List.of(RESTORE), because(copy, sentence, measured, limits));
    }

    private static Decision stay(Kept copy, String now, Map<String, Double> measured, Map<String, Double> limits) {
        String sentence = copy.describe() + ", " + now + " → the present weights stay";
        return Decision.report(because(copy, sentence, measured, limits));
    }

    private static Evidence because(
            Kept copy, String sentence, Map<String, Double> measured, Map<String, Double> limits) {
        Map<String, Double> numbers = new HashMap<>(measured);
        numbers.put("loss kept", copy.loss());
        numbers.put("step kept", (double) copy.step());
        return new Evidence("best-or-now", sentence, numbers, limits);
    }
}
