package io.github.redescent.policy;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * Metrics and the learning rates that a scheduler of another framework made of them.
 *
 * @param settings the scheduler's own names
 * @param first the rate before the first metric
 * @param metrics one per step; NaN where there was none
 * @param rates after each step
 */
record PlateauOracle(JsonObject settings, double first, List<Double> metrics, List<Double> rates) {
    static List<PlateauOracle> read(String resource) {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(PlateauOracle.class.getResourceAsStream(resource)), StandardCharsets.UTF_8)) {
            return new Gson()
                    .fromJson(reader, JsonObject.class).getAsJsonArray("traces").asList().stream()
                            .map(JsonElement::getAsJsonObject)
                            .map(trace -> new PlateauOracle(
                                    trace.getAsJsonObject("settings"),
                                    trace.get("initial_lr").getAsDouble(),
                                    numbers(trace.get("metric")),
                                    numbers(trace.get("lr_after"))))
                            .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Double> numbers(JsonElement array) {
        return array.getAsJsonArray().asList().stream()
                .map(each -> each.isJsonNull() ? Double.NaN : each.getAsDouble())
                .toList();
    }

    double number(String name) {
        return settings.get(name).getAsDouble();
    }

    int whole(String name) {
        return settings.get(name).getAsInt();
    }

    Improvement improvement() {
        double threshold = number("threshold");
        Improvement down = settings.get("threshold_mode").getAsString().equals("rel")
                ? Improvement.relative(threshold)
                : Improvement.absolute(threshold);
        return settings.get("mode").getAsString().equals("max") ? down.upwards() : down;
    }
}
