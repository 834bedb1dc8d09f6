package io.github.redescent.djl;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.training.Trainer;
import ai.djl.training.listener.EvaluatorTrainingListener;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListener.BatchData;
import ai.djl.training.loss.Loss;
import ai.djl.training.loss.SimpleCompositeLoss;
import io.github.redescent.djl.optimizer.Program;
import io.github.redescent.djl.optimizer.TensorList;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;

/**
 * The mean loss of the batches since the last update. DJL does not hand it on. Where its evaluator listener has
 * evaluated the loss for its own ends, that is taken; else one of DJL's own losses is evaluated again, which moves no
 * random generator. A loss class of the user's may: there the value that the program has computed is looked for.
 */
final class ObservedLoss {
    private final Trainer trainer;
    private final Program program;
    private boolean evaluated;
    private boolean evaluatedBefore;
    private boolean pending;
    private double sum;
    private int batches;

    ObservedLoss(Trainer trainer, Program program, TrainingListener own) {
        this.trainer = trainer;
        this.program = program;
        List<TrainingListener> all = new ArrayList<>();
        trainer.notifyListeners(all::add);
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).getClass() == EvaluatorTrainingListener.class) {
                evaluated = true;
                evaluatedBefore = i < all.indexOf(own);
            }
        }
    }

    /** Takes in a batch. */
    void batch(BatchData batch) {
        takePending();
        if (evaluated) {
            pending = true;
            if (evaluatedBefore) {
                takePending();
            }
        } else {
            of(trainer.getLoss(), batch, program).ifPresent(this::add);
        }
    }

    /** DJL's evaluator has its own accumulator of the last batch alone, but may come after us. */
    private void takePending() {
        if (pending) {
            pending = false;
            add(trainer.getLoss().getAccumulator(EvaluatorTrainingListener.TRAIN_ALL));
        }
    }

    private void add(double loss) {
        sum += loss;
        batches++;
    }

    /** Returns the mean, empty if no batch was seen or its loss is not known, and starts anew. */
    OptionalDouble take() {
        takePending();
        OptionalDouble mean = batches == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / batches);
        sum = 0;
        batches = 0;
        return mean;
    }

    /** Returns the loss of one batch, empty if it could be had only by evaluating what may be random again. */
    static OptionalDouble of(Loss loss, BatchData batch, Program program) {
        if (batch.getLabels().isEmpty() || batch.getPredictions().isEmpty()) {
            return OptionalDouble.empty();
        }
        NDList labels = batch.getLabels().values().iterator().next();
        NDList predictions = batch.getPredictions().values().iterator().next();
        if (isDeterministic(loss)) {
            try (NDArray value = loss.evaluate(labels, predictions)) {
                return OptionalDouble.of(total(value));
            }
        }
        return newestScalar(predictions.get(0), program);
    }

    /** Returns the sum of a loss of any shape and floating-point type: what a backward pass starts from. */
    static double total(NDArray loss) {
        try (NDArray doubles = loss.toType(DataType.FLOAT64, true);
                NDArray sum = doubles.sum()) {
            return sum.getDouble();
        }
    }

    /** Returns whether evaluating a loss again moves no random generator. */
    static boolean isDeterministic(Loss loss) {
        if (loss.getClass() == SimpleCompositeLoss.class) {
            return ((SimpleCompositeLoss) loss).getComponents().stream().allMatch(ObservedLoss::isDeterministic);
        }
        return loss.getClass().getName().startsWith("ai.djl.training.loss.")
                && !loss.getClass().getSimpleName().equals("IndexLoss");
    }

    /** The loss is the last scalar that was made from the predictions and that a gradient can be had of. */
    private static OptionalDouble newestScalar(NDArray prediction, Program program) {
        List<PtNDArray> scalars = prediction.getManager().getManagedArrays().stream()
                .filter(array -> array instanceof PtNDArray && array.size() == 1)
                .map(PtNDArray.class::cast)
                .sorted(Comparator.comparingLong(ObservedLoss::madeAt))
                .toList();
        if (scalars.isEmpty()) {
            return OptionalDouble.empty();
        }
        try (TensorList list = TensorList.of(scalars)) {
            double[] tracked = program.measure("tracked", List.of(list));
            for (int i = tracked.length - 1; i >= 0; i--) {
                if (tracked[i] == 1) {
                    return OptionalDouble.of(total(scalars.get(i)));
                }
            }
        }
        return OptionalDouble.empty();
    }

    /** A native resource's unique name is its handle, followed by the nanosecond at which it was made. */
    private static long madeAt(PtNDArray array) {
        return Long.parseLong(
                array.getUid().substring(array.getHandle().toString().length()));
    }
}
