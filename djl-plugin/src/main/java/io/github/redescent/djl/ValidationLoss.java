package io.github.redescent.djl;

import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener.BatchData;
import io.github.redescent.djl.optimizer.Program;
import java.util.OptionalDouble;

/** The mean loss over an epoch's validation examples, NaN included. */
final class ValidationLoss {
    private final Trainer trainer;
    private final Program program;
    private double sum;
    private double examples;

    ValidationLoss(Trainer trainer, Program program) {
        this.trainer = trainer;
        this.program = program;
    }

    /** Takes in a batch. */
    void batch(BatchData batch) {
        if (!ObservedLoss.isDeterministic(trainer.getLoss())) {
            return; // there is no gradient, so nothing tells the loss from other numbers
        }
        double size =
                batch.getBatch() == null ? 1 : Math.max(1, batch.getBatch().getSize());
        ObservedLoss.of(trainer.getLoss(), batch, program).ifPresent(loss -> {
            sum += loss * size;
            examples += size;
        });
    }

    /** Returns the mean since the last call, empty if nothing was added, and starts anew. */
    OptionalDouble take() {
        OptionalDouble mean = examples == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / examples);
        sum = 0;
        examples = 0;
        return mean;
    }
}
