package io.github.redescent.spi;

import io.github.redescent.control.Detail;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Quantity;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSet;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Asks a host for sums around an update, and reduces them to what policies want, in table order, so that the same
 * tensors give the same number. A question that throws is not asked again; training goes on without its answer.
 */
final class Gauge {
    private static final String WHOLE = "";
    private static final Set<Quantity> BEFORE =
            EnumSet.of(Quantity.GRADIENT_NORM, Quantity.ZERO_GRADIENTS, Quantity.CONSTANT_LOSS);

    /** What can be seen of weights alone, at any time. */
    private static final Set<Quantity> OF_WEIGHTS = EnumSet.of(Quantity.PARAMETER_NORM, Quantity.DISPLACEMENT);

    private final HostModel host;
    private final Books books;
    private final Consumer<String> warnings;
    private final Set<Quantity> unanswerable = EnumSet.noneOf(Quantity.class);
    private Measurements.Builder collected = Measurements.builder();
    private ParameterSet trained = new ParameterSet(List.of());
    private long version = -1;

    Gauge(HostModel host, Books books, Consumer<String> warnings) {
        this.host = host;
        this.books = books;
        this.warnings = warnings;
    }

    /** Returns what is asked for on gradients and weights as they are before the update. */
    Measurements now(Set<Measurement> wanted) {
        begin();
        for (Measurement measurement : wanted) {
            if (BEFORE.contains(measurement.quantity()) || OF_WEIGHTS.contains(measurement.quantity())) {
                ask(measurement.quantity(), () -> take(measurement));
            }
        }
        return collected.build();
    }

    private void begin() {
        collected = Measurements.builder();
        if (version != books.version()) {
            version = books.version();
            trained = books.parameters().all().only(ParameterInfo::trainable);
        }
    }

    /** Measures what can be seen only before the update. */
    void before(Set<Measurement> wanted) {
        begin();
        if (wanted.isEmpty()) {
            return;
        }
        Set<Quantity> later = EnumSet.noneOf(Quantity.class);
        for (Measurement measurement : wanted) {
            if (BEFORE.contains(measurement.quantity())) {
                ask(measurement.quantity(), () -> take(measurement));
            } else {
                later.add(measurement.quantity());
            }
        }
        later.remove(Quantity.DISPLACEMENT); // needs no preparation
        later.removeAll(unanswerable);
        if (!later.isEmpty()) {
            Quantity any = later.iterator().next();
            ask(any, () -> host.expect(later));
        }
    }

    /** Measures the rest and returns everything. */
    Measurements after(Set<Measurement> wanted) {
        for (Measurement measurement : wanted) {
            if (!BEFORE.contains(measurement.quantity())) {
                ask(measurement.quantity(), () -> take(measurement));
            }
        }
        return collected.build();
    }

    private void ask(Quantity quantity, Runnable question) {
        if (unanswerable.contains(quantity)) {
            return;
        }
        try {
            question.run();
        } catch (RuntimeException | LinkageError | OutOfMemoryError | StackOverflowError failure) {
            unanswerable.add(quantity);
            warnings.accept(quantity + " cannot be measured on this model (" + failure
                    + "); training goes on, and the run is judged without it");
        }
    }

    private void take(Measurement measurement) {
        if (measurement.quantity() == Quantity.CONSTANT_LOSS) {
            host.constantLoss().ifPresent(loss -> collected.total(Quantity.CONSTANT_LOSS, loss));
            return;
        }
        if (measurement.quantity() == Quantity.DISPLACEMENT && !books.slots().contains(Quantity.INITIAL_SLOT)) {
            return;
        }
        double[] sums = measurement.quantity() == Quantity.DISPLACEMENT
                ? host.distances(Quantity.INITIAL_SLOT, trained)
                : host.sums(measurement.quantity(), trained);
        Map<String, double[]> parts = new LinkedHashMap<>();
        for (int i = 0; i < sums.length; i++) {
            ParameterInfo info = trained.members().get(i);
            double[] part = parts.computeIfAbsent(key(measurement.detail(), info), key -> new double[2]);
            part[0] += sums[i];
            part[1] += info.count();
        }
        Map<String, Double> values = new LinkedHashMap<>();
        parts.forEach((key, part) -> values.put(key, value(measurement.quantity(), part[0], part[1])));
        switch (measurement.detail()) {
            case TOTAL -> collected.total(measurement.quantity(), values.getOrDefault(WHOLE, 0.0));
            case PER_GROUP -> collected.perGroup(measurement.quantity(), values);
            case PER_TENSOR -> collected.perTensor(measurement.quantity(), values);
        }
    }

    private static String key(Detail detail, ParameterInfo info) {
        return switch (detail) {
            case TOTAL -> WHOLE;
            case PER_GROUP -> info.group();
            case PER_TENSOR -> info.path();
        };
    }

    private static double value(Quantity quantity, double sum, double entries) {
        return switch (quantity) {
            case ZERO_GRADIENTS -> sum / entries;
            case UPDATE_DOT_GRADIENT -> sum;
            default -> Math.sqrt(sum);
        };
    }
}
