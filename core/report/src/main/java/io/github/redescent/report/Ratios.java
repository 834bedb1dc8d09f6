package io.github.redescent.report;

import io.github.redescent.control.Measurements;
import io.github.redescent.control.Quantity;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * The update's size over that of the weights, ‖Δθ‖/‖θ‖, as finely as it was measured: per layer, else per group, else
 * of the whole model.
 */
final class Ratios {
    private static final int ROOM = 256;
    private static final Pattern DIGITS = Pattern.compile("\\d+");

    private final Map<String, Buckets> lines = new LinkedHashMap<>();
    private int finest;

    /** Gives layers an order, from the input on. */
    void expect(String path) {
        lines.computeIfAbsent(layer(path), any -> new Buckets(ROOM));
    }

    void add(long step, int stroke, Measurements measured) {
        Map<String, Double> tensors = measured.perTensor(Quantity.UPDATE_NORM);
        Map<String, Double> groups = measured.perGroup(Quantity.UPDATE_NORM);
        if (!tensors.isEmpty()) {
            add(3, step, stroke, layers(tensors), layers(measured.perTensor(Quantity.PARAMETER_NORM)));
        } else if (!groups.isEmpty()) {
            add(2, step, stroke, groups, measured.perGroup(Quantity.PARAMETER_NORM));
        } else {
            OptionalDouble update = measured.total(Quantity.UPDATE_NORM);
            OptionalDouble weights = measured.total(Quantity.PARAMETER_NORM);
            if (update.isPresent() && weights.isPresent()) {
                add(1, step, stroke, Map.of("all", update.getAsDouble()), Map.of("all", weights.getAsDouble()));
            }
        }
    }

    List<Line> lines() {
        return lines.entrySet().stream()
                .filter(line -> !line.getValue().isEmpty())
                .map(line -> Line.of(line.getKey(), line.getValue()))
                .toList();
    }

    private void add(int detail, long step, int stroke, Map<String, Double> updates, Map<String, Double> weights) {
        if (detail < finest) {
            return;
        }
        if (detail > finest) {
            finest = detail;
            lines.values().removeIf(line -> !line.isEmpty()); // coarser ones
        }
        if (!lines.keySet().containsAll(updates.keySet())) {
            updates.keySet().stream()
                    .sorted(Comparator.comparing(Ratios::padded))
                    .forEach(name -> lines.computeIfAbsent(name, any -> new Buckets(ROOM)));
        }
        lines.forEach((name, line) -> {
            Double update = updates.get(name);
            Double size = weights.get(name);
            if (update != null && size != null && size != 0) {
                line.add(step, stroke, update / size);
            }
        });
    }

    /** Returns a name by which layer2 comes before layer10. */
    private static String padded(String name) {
        return DIGITS.matcher(name).replaceAll(digits -> String.format("%1$12s", digits.group()));
    }

    /** Returns the norms of layers from those of their tensors. */
    private static Map<String, Double> layers(Map<String, Double> tensors) {
        Map<String, Double> squares = new LinkedHashMap<>();
        tensors.forEach((path, norm) -> squares.merge(layer(path), norm * norm, Double::sum));
        squares.replaceAll((layer, sum) -> Math.sqrt(sum));
        return squares;
    }

    private static String layer(String path) {
        int end = path.lastIndexOf('/');
        return end < 0 ? path : path.substring(0, end);
    }
}
