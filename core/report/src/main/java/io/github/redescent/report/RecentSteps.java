package io.github.redescent.report;

import io.github.redescent.control.Measurements;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.trend.Series;
import io.github.redescent.trend.Spread;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** The numbers of some consecutive steps, held against each other. */
final class RecentSteps {
    private static final String LOSS = "loss";
    private static final String GRADIENT = "gradient";
    private static final String UPDATE = "update";

    /** A spread of fewer numbers says nothing. */
    private static final int FEWEST = 8;

    /** A spread below this share of the median is none: rounding. */
    private static final double LEAST_SPREAD = 1e-3;

    private final List<Observation> steps;
    private final Map<String, Column> columns = new LinkedHashMap<>();

    RecentSteps(List<Observation> steps) {
        this.steps = steps;
        for (Observation step : steps) {
            Measurements measured = step.measured();
            put(LOSS, step, step.loss());
            measured.total(Quantity.GRADIENT_NORM).ifPresent(norm -> put(GRADIENT, step, norm));
            measured.total(Quantity.UPDATE_NORM).ifPresent(norm -> put(UPDATE, step, norm));
            measured.perTensor(Quantity.GRADIENT_NORM)
                    .forEach((path, norm) -> put(GRADIENT + " of " + path, step, norm));
            measured.perTensor(Quantity.UPDATE_NORM).forEach((path, norm) -> put(UPDATE + " of " + path, step, norm));
        }
        columns.values().forEach(Column::close);
    }

    /** One quantity: its values by step, and what is usual. */
    private static final class Column {
        final NavigableMap<Long, Double> values = new TreeMap<>();
        private double median = Double.NaN;
        private double spread;

        void close() {
            double[] finite = values.values().stream()
                    .mapToDouble(Double::doubleValue)
                    .filter(Double::isFinite)
                    .toArray();
            if (finite.length > 0) {
                Series series = Series.of(finite);
                median = series.median();
                spread = finite.length < FEWEST
                        ? Double.POSITIVE_INFINITY
                        : Math.max(Spread.of(series), LEAST_SPREAD * Math.abs(median));
            }
        }

        double deviations(double value) {
            if (!Double.isFinite(value)) {
                return Double.POSITIVE_INFINITY;
            }
            return value == median ? 0 : (value - median) / spread;
        }
    }

    /** Returns the step whose loss, or whole gradient, is farthest from the others'; of equals, the first. */
    Observation worst() {
        Observation worst = steps.get(steps.size() - 1);
        double farthest = 0;
        for (Observation step : steps) {
            double distance = Math.max(distance(LOSS, step), distance(GRADIENT, step));
            if (distance > farthest) {
                farthest = distance;
                worst = step;
            }
        }
        return worst;
    }

    /** Returns every number of a step, those not measured then from the next step at which they were. */
    List<Autopsy.Row> rowsAt(Observation step) {
        List<Autopsy.Row> rows = new ArrayList<>();
        columns.forEach((name, column) -> {
            Map.Entry<Long, Double> value = column.values.ceilingEntry(step.step());
            if (value != null) {
                rows.add(new Autopsy.Row(name, value.getValue(), column.median, column.deviations(value.getValue())));
            }
        });
        return rows;
    }

    /** Returns how many times the usual the whole model's gradient was; infinite if it was not finite. */
    OptionalDouble gradientRatio(Observation step) {
        Column column = columns.get(GRADIENT);
        Double value = column == null ? null : column.values.get(step.step());
        if (column == null || value == null || !(column.median > 0)) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(Double.isFinite(value) ? value / column.median : Double.POSITIVE_INFINITY);
    }

    private double distance(String name, Observation step) {
        Column column = columns.get(name);
        Double value = column == null ? null : column.values.get(step.step());
        return column == null || value == null ? 0 : Math.abs(column.deviations(value));
    }

    private void put(String name, Observation step, double value) {
        columns.computeIfAbsent(name, any -> new Column()).values.put(step.step(), value);
    }
}
