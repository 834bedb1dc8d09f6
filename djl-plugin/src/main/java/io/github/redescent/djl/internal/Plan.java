package io.github.redescent.djl.internal;

import java.util.List;

/** How the parameters of one step are updated: as few calls of the program as their rules, rates and clocks allow. */
final class Plan implements AutoCloseable {
    private final List<TrainedParameter> parameters;
    private final List<Batch> batches;
    private final TensorList weights;

    private Plan(List<TrainedParameter> parameters, List<Batch> batches, TensorList weights) {
        this.parameters = parameters;
        this.batches = batches;
        this.weights = weights;
    }

    /**
     * Makes a plan.
     *
     * @param parameters those to be updated, at least one, in the order in which norms are summed
     * @param step updates of the run so far
     */
    static Plan of(Program program, List<TrainedParameter> parameters, long step) {
        TensorList weights =
                TensorList.of(parameters.stream().map(TrainedParameter::weight).toList());
        return new Plan(List.copyOf(parameters), Batch.of(program, parameters, step), weights);
    }

    List<TrainedParameter> parameters() {
        return parameters;
    }

    /** Returns whether the plan still suits these parameters. */
    boolean suits(List<TrainedParameter> current, long step) {
        return parameters.equals(current) && batches.stream().allMatch(batch -> batch.holds(step));
    }

    /** Returns all weights, in order. */
    TensorList weights() {
        return weights;
    }

    /** Updates all parameters and leaves their gradients at zero. */
    void update(TensorList gradients, long step) {
        if (batches.size() == 1) {
            batches.get(0).update(gradients, step);
            return;
        }
        for (Batch batch : batches) {
            try (TensorList own = batch.gradients()) {
                batch.update(own, step);
            }
        }
    }

    @Override
    public void close() {
        batches.forEach(Batch::close);
        weights.close();
    }
}
