package io.github.redescent.djl.internal;

import ai.djl.ndarray.NDArray;
import io.github.redescent.parameter.ParameterInfo;
import java.util.List;
import java.util.Locale;

/** The table that a user checks before training. */
final class ParameterReport {
    private static final String ROW = "%-40s %-18s %-18s %12s  %-12s %10s  %-6s %10s%n";

    private ParameterReport() {}

    static String of(Training training) {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT, ROW, "path", "kind", "shape", "count", "optimizer", "rate", "frozen", "RMS"));
        long trained = 0;
        for (ParameterInfo info : training.model().table().entries()) {
            boolean moves = info.trainable();
            trained += moves ? info.count() : 0;
            TrainedParameter parameter = training.trained().get(info.path());
            table.append(String.format(
                    Locale.ROOT,
                    ROW,
                    info.path(),
                    info.kind(),
                    info.shape(),
                    info.count(),
                    moves && parameter != null ? parameter.rule().method() : "-",
                    moves && parameter != null
                            ? brief(parameter.rate().at(training.step()).effective())
                            : "-",
                    info.frozen() ? "yes" : "no",
                    brief(rootMeanSquare(training, info))));
        }
        return table.append(String.format(
                        Locale.ROOT,
                        "%d parameters, %d trained",
                        training.model().table().all().count(),
                        trained))
                .toString();
    }

    private static double rootMeanSquare(Training training, ParameterInfo info) {
        NDArray weight = training.model().parameter(info.path()).getArray();
        try (TensorList list = TensorList.of(List.of(weight))) {
            return training.program().measure("norms", list)[0] / Math.sqrt((double) info.count());
        }
    }

    private static String brief(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }
}
