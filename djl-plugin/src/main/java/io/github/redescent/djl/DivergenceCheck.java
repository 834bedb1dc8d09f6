package io.github.redescent.djl;

import ai.djl.training.Trainer;
import ai.djl.training.listener.DivergenceCheckTrainingListener;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListenerAdapter;
import io.github.redescent.Recipe;
import io.github.redescent.control.Action;
import io.github.redescent.policy.KeepBest;
import java.lang.reflect.Field;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DJL's listener that ends training at the first NaN, which is among its defaults. Where a recipe has an answer to a
 * NaN of its own, it must not come first: a listener that does nothing takes its place.
 */
final class DivergenceCheck {
    private static final Logger LOG = LoggerFactory.getLogger(DivergenceCheck.class);

    private DivergenceCheck() {}

    private static final class Replaced extends TrainingListenerAdapter {}

    /** Returns whether a recipe may go on after a NaN. */
    static boolean isAnsweredBy(Recipe recipe) {
        return !recipe.dryRun()
                && recipe.policies().stream()
                        .filter(policy -> !(policy instanceof KeepBest)) // which restores on request
                        .flatMap(policy -> policy.repertoire().stream())
                        .anyMatch(action -> action instanceof Action.RedrawWeights || action instanceof Action.Restore);
    }

    /** Replaces it in a list that is in use, or not yet. */
    static void replaceIn(List<TrainingListener> listeners) {
        for (int i = 0; i < listeners.size(); i++) {
            if (listeners.get(i) instanceof DivergenceCheckTrainingListener) {
                listeners.set(i, new Replaced()); // no structural change: the list may be walked at the moment
                LOG.info("the recipe judges the loss in place of DivergenceCheckTrainingListener, which would end"
                        + " training at the first NaN");
            }
        }
    }

    /**
     * Replaces it among the listeners of a trainer, which DJL does not give out.
     *
     * @throws IllegalStateException if it is there and cannot be replaced
     */
    static void replaceIn(Trainer trainer) {
        boolean[] present = {false};
        trainer.notifyListeners(listener -> present[0] |= listener instanceof DivergenceCheckTrainingListener);
        if (present[0]) {
            replaceIn(listeners(trainer));
        }
    }

    @SuppressWarnings("unchecked")
    private static List<TrainingListener> listeners(Trainer trainer) {
        try {
            Field field = Trainer.class.getDeclaredField("listeners");
            field.setAccessible(true);
            return (List<TrainingListener>) field.get(trainer);
        } catch (ReflectiveOperationException | RuntimeException closed) {
            throw new IllegalStateException(
                    "DivergenceCheckTrainingListener ends training at the first NaN, before the recipe can act, and"
                            + " cannot be replaced in a trainer that is made already; call optimizer.control(config)"
                            + " before newTrainer",
                    closed);
        }
    }
}
