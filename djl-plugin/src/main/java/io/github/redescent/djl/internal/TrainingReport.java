package io.github.redescent.djl.internal;

import ai.djl.ndarray.NDArray;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterReport;
import io.github.redescent.parameter.ParameterTable;
import java.util.List;

/** Describes a training's parameters. */
final class TrainingReport {
    private TrainingReport() {}

    static String of(Training training, ParameterTable parameters) {
        return ParameterReport.of(
                parameters,
                info -> training.parameter(info.path()).assignment().optimizer().kind(),
                info -> training.parameter(info.path())
                        .rate()
                        .at(training.step())
                        .effective(),
                info -> rootMeanSquare(training, info));
    }

    private static double rootMeanSquare(Training training, ParameterInfo info) {
        NDArray weight = training.model().parameter(info.path()).getArray();
        try (TensorList list = TensorList.of(List.of(weight))) {
            return training.program().measure("norms", list)[0] / Math.sqrt((double) info.count());
        }
    }
}
