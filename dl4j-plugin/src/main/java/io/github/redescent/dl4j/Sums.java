package io.github.redescent.dl4j;

import io.github.redescent.control.Quantity;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.longer.MatchCondition;
import org.nd4j.linalg.api.ops.impl.reduce3.Dot;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Conditions;

/** Reduces tensors to sums. The row of gradients holds them before an update, and what is subtracted afterwards. */
final class Sums {
    private final Network model;
    private @Nullable INDArray gradientBefore;
    private double examplesBefore = 1;
    private boolean divided;

    Sums(Network model) {
        this.model = model;
    }

    /** Tells whether DL4J has divided the gradients by the batch size already. */
    void divided(boolean already) {
        divided = already;
    }

    private double examples() {
        return divided ? 1 : model.examples();
    }

    /** Copies the gradient if it will be needed when it is gone. */
    void expect(Set<Quantity> later) {
        if (!later.contains(Quantity.UPDATE_DOT_GRADIENT)) {
            return;
        }
        INDArray gradients = model.gradients();
        INDArray buffer = gradientBefore;
        if (buffer == null || buffer.length() != gradients.length()) {
            gradientBefore = OutsideWorkspaces.make(gradients::dup);
        } else {
            buffer.assign(gradients);
        }
        examplesBefore = examples();
    }

    /** Returns one sum per parameter. */
    double[] of(Quantity quantity, List<LiveParameter> on) {
        return switch (quantity) {
            case GRADIENT_NORM -> squares(on, model.gradients(), examples());
            case PARAMETER_NORM -> squares(on, model.weights(), 1);
            case UPDATE_NORM -> squares(on, model.gradients(), 1);
            case ZERO_GRADIENTS -> zeros(on);
            case UPDATE_DOT_GRADIENT -> updateDotGradient(on);
            case DISPLACEMENT, CONSTANT_LOSS ->
                throw new IllegalArgumentException(quantity + " is no sum over the present tensors");
        };
    }

    private static double[] squares(List<LiveParameter> on, INDArray row, double divisor) {
        return each(on, parameter -> {
            double norm = parameter.in(row).norm2Number().doubleValue() / divisor;
            return norm * norm;
        });
    }

    private double[] zeros(List<LiveParameter> on) {
        INDArray row = model.gradients();
        return each(
                on,
                parameter -> Nd4j.getExecutioner()
                        .exec(new MatchCondition(parameter.in(row), Conditions.equals(0)))
                        .getDouble(0));
    }

    /** The row holds what is subtracted from the weights: the change has the other sign. */
    private double[] updateDotGradient(List<LiveParameter> on) {
        INDArray before = gradientBefore;
        if (before == null) {
            throw new IllegalStateException("the gradient was not kept before the update");
        }
        INDArray update = model.gradients();
        return each(
                on,
                parameter -> -Nd4j.getExecutioner()
                                .exec(new Dot(parameter.in(update), parameter.in(before)))
                                .getDouble(0)
                        / examplesBefore);
    }

    private static double[] each(List<LiveParameter> on, ToDoubleFunction<LiveParameter> sum) {
        return on.stream().mapToDouble(sum).toArray();
    }
}
