package io.github.redescent.parameter;

import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The table that a user checks before training: one row per parameter, and the totals. */
public final class ParameterReport {
    private ParameterReport() {}

    /**
     * Returns the table as text.
     *
     * @param optimizer names what trains a parameter; asked for trained ones only
     * @param rate its effective learning rate, NaN if it has none at present; likewise
     * @param rootMeanSquare of any parameter's values
     */
    public static String of(
            ParameterTable table,
            Function<ParameterInfo, String> optimizer,
            ToDoubleFunction<ParameterInfo> rate,
            ToDoubleFunction<ParameterInfo> rootMeanSquare) {
        String row = String.format(
                Locale.ROOT,
                "%%-%ds  %%-18s %%-18s %%12s  %%-%ds  %%-12s %%10s  %%-6s %%10s%%n",
                longest(table, ParameterInfo::path),
                longest(table, ParameterInfo::group));
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT, row, "path", "kind", "shape", "count", "group", "optimizer", "rate", "frozen", "RMS"));
        for (ParameterInfo info : table.entries()) {
            text.append(String.format(
                    Locale.ROOT,
                    row,
                    info.path(),
                    info.kind(),
                    info.shape(),
                    info.count(),
                    info.group(),
                    info.trainable() ? optimizer.apply(info) : "-",
                    info.trainable() ? known(rate.applyAsDouble(info)) : "-",
                    info.frozen() ? "yes" : "no",
                    brief(rootMeanSquare.applyAsDouble(info))));
        }
        return text.append(String.format(
                        Locale.ROOT,
                        "%d parameters, %d trained",
                        table.all().count(),
                        table.all().only(ParameterInfo::trainable).count()))
                .toString();
    }

    private static int longest(ParameterTable table, Function<ParameterInfo, String> column) {
        return table.entries().stream()
                .mapToInt(info -> column.apply(info).length())
                .reduce("group".length(), Math::max);
    }

    private static String known(double rate) {
        return Double.isNaN(rate) ? "-" : brief(rate);
    }

    private static String brief(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }
}
