package io.github.redescent.dl4j;

import io.github.redescent.control.Rate;
import io.github.redescent.dl4j.internal.Dl4jBackend;
import io.github.redescent.dl4j.internal.Dl4jModel;
import io.github.redescent.parameter.ParameterInfo;
import java.util.Locale;
import java.util.Map;

/** The table that a user checks before training. */
final class ParameterReport {
    private static final String ROW = "%-32s %-18s %-18s %12s  %-12s %10s  %-6s %10s%n";

    private ParameterReport() {}

    static String of(Dl4jBackend backend, Dl4jModel model) {
        StringBuilder table = new StringBuilder(String.format(
                Locale.ROOT, ROW, "path", "kind", "shape", "count", "optimizer", "rate", "frozen", "RMS"));
        Map<String, Rate> rates = backend.rates(model.iteration(), model.epoch());
        long trained = 0;
        for (ParameterInfo parameter : backend.parameters().entries()) {
            Rate rate = rates.get(parameter.group());
            boolean moves = parameter.trainable();
            trained += moves ? parameter.count() : 0;
            table.append(String.format(
                    Locale.ROOT,
                    ROW,
                    parameter.path(),
                    parameter.kind(),
                    parameter.shape(),
                    parameter.count(),
                    moves ? parameter.group() : "-",
                    moves && rate != null
                            ? String.format(Locale.ROOT, "%.3g", rate.scheduled() * backend.factor(parameter))
                            : "-",
                    parameter.frozen() ? "yes" : "no",
                    String.format(Locale.ROOT, "%.3g", backend.rootMeanSquare(parameter))));
        }
        return table.append(String.format(
                        Locale.ROOT,
                        "%d parameters, %d trained",
                        backend.parameters().all().count(),
                        trained))
                .toString();
    }
}
