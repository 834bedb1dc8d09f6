package io.github.redescent.djl.internal;

import ai.djl.ndarray.NDArray;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterReport;
import java.util.List;
import java.util.Optional;

/** Describes a training's parameters. */
final class TrainingReport {
    private TrainingReport() {}

    static String of(Training training) {
        return ParameterReport.of(
                training.model().table(),
                info -> trained(training, info)
                        .map(parameter -> parameter.rule().method())
                        .orElse("-"),
                info -> trained(training, info)
                        .map(parameter -> parameter.rate().at(training.step()).effective())
                        .orElse(Double.NaN),
                info -> rootMeanSquare(training, info));
    }

    private static Optional<TrainedParameter> trained(Training training, ParameterInfo info) {
        return Optional.ofNullable(training.trained().get(info.path()));
    }

    private static double rootMeanSquare(Training training, ParameterInfo info) {
        NDArray weight = training.model().parameter(info.path()).getArray();
        try (TensorList list = TensorList.of(List.of(weight))) {
            return training.program().measure("norms", list)[0] / Math.sqrt((double) info.count());
        }
    }
}
