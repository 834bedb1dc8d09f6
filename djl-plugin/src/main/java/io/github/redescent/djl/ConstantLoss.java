package io.github.redescent.djl;

import ai.djl.ndarray.NDList;
import ai.djl.training.listener.TrainingListener.BatchData;
import ai.djl.training.loss.ElasticNetWeightDecay;
import ai.djl.training.loss.HingeLoss;
import ai.djl.training.loss.L1Loss;
import ai.djl.training.loss.L1WeightDecay;
import ai.djl.training.loss.L2Loss;
import ai.djl.training.loss.L2WeightDecay;
import ai.djl.training.loss.Loss;
import ai.djl.training.loss.SigmoidBinaryCrossEntropyLoss;
import ai.djl.training.loss.SimpleCompositeLoss;
import ai.djl.training.loss.SoftmaxCrossEntropyLoss;
import io.github.redescent.djl.optimizer.Program;
import io.github.redescent.trend.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The loss, on the batch at hand, of the best constant prediction known from the labels so far. Known for one output
 * with DJL's own losses on labels: class probabilities for a softmax, by frequencies; a number per column for squared,
 * absolute, hinge and sigmoid losses and their sums, by evaluating the loss itself on few candidates. Penalties on
 * weights are added as they are. Losses of the user's are not known.
 */
final class ConstantLoss {
    private static final Set<Class<? extends Loss>> PENALTIES =
            Set.of(L1WeightDecay.class, L2WeightDecay.class, ElasticNetWeightDecay.class);
    private static final Set<Class<? extends Loss>> ELEMENTWISE =
            Set.of(L1Loss.class, L2Loss.class, HingeLoss.class, SigmoidBinaryCrossEntropyLoss.class);

    private Seen seen = Seen.NOTHING;
    private double sum;
    private int batches;
    private @Nullable RuntimeException failure;

    /**
     * What was seen of the labels.
     *
     * @param rows label rows: examples, times positions where there are several
     * @param sums over rows, by column: class or output
     * @param medians of batches, summed up, likewise
     * @param batches how many batches
     * @param totals the summed losses of the candidates on past batches
     */
    record Seen(double rows, Series sums, Series medians, double batches, Series totals) {
        static final Seen NOTHING = new Seen(0, Series.of(), Series.of(), 0, Series.of());
    }

    Seen seen() {
        return seen;
    }

    void goOnWith(Seen saved) {
        seen = saved;
    }

    /** Takes in a batch; what goes wrong is said by {@link #value}. */
    void observe(Loss loss, BatchData batch, Program program) {
        try {
            of(loss, batch, program).ifPresent(value -> {
                sum += value;
                batches++;
            });
        } catch (RuntimeException thrown) {
            failure = thrown;
        }
    }

    /**
     * Returns the mean over the batches since the last call, empty if it is not known.
     *
     * @throws RuntimeException if a batch's could not be found
     */
    OptionalDouble value() {
        RuntimeException thrown = failure;
        OptionalDouble mean = batches == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / batches);
        sum = 0;
        batches = 0;
        failure = null;
        if (thrown != null) {
            throw thrown;
        }
        return mean;
    }

    private OptionalDouble of(Loss loss, BatchData batch, Program program) {
        if (batch.getLabels().isEmpty() || batch.getPredictions().isEmpty()) {
            return OptionalDouble.empty();
        }
        NDList labels = batch.getLabels().values().iterator().next();
        NDList predictions = batch.getPredictions().values().iterator().next();
        if (labels.size() != 1 || predictions.size() != 1) {
            return OptionalDouble.empty();
        }
        List<Loss> onLabels = new ArrayList<>();
        double penalty = 0;
        for (Loss part : parts(loss)) {
            if (PENALTIES.contains(part.getClass())) {
                penalty += ObservedLoss.total(part.evaluate(labels, predictions));
            } else {
                onLabels.add(part);
            }
        }
        double penalties = penalty;
        OptionalDouble value = ofLabels(onLabels, labels, predictions, program);
        return value.isPresent() ? OptionalDouble.of(value.getAsDouble() + penalties) : value;
    }

    private static List<Loss> parts(Loss loss) {
        return loss instanceof SimpleCompositeLoss composite && loss.getClass() == SimpleCompositeLoss.class
                ? composite.getComponents()
                : List.of(loss);
    }

    private OptionalDouble ofLabels(List<Loss> losses, NDList labels, NDList predictions, Program program) {
        if (losses.size() == 1 && losses.get(0).getClass() == SoftmaxCrossEntropyLoss.class) {
            ClassFrequencies classes = new ClassFrequencies(losses.get(0), program);
            OptionalDouble value = classes.loss(seen, labels.get(0), predictions.get(0));
            seen = classes.seen();
            return value;
        }
        if (!losses.isEmpty() && losses.stream().allMatch(part -> ELEMENTWISE.contains(part.getClass()))) {
            ConstantColumns columns = new ConstantColumns(losses, program);
            OptionalDouble value = columns.loss(seen, labels.get(0), predictions.get(0));
            seen = columns.seen();
            return value;
        }
        return OptionalDouble.empty();
    }
}
