package io.github.redescent.contract;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.reflect.TypeToken;
import io.github.redescent.optimizer.AdaDelta;
import io.github.redescent.optimizer.AdaGrad;
import io.github.redescent.optimizer.AdaMax;
import io.github.redescent.optimizer.Adam;
import io.github.redescent.optimizer.AdamW;
import io.github.redescent.optimizer.AmsGrad;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.NAdam;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.optimizer.RAdam;
import io.github.redescent.optimizer.RmsProp;
import io.github.redescent.optimizer.Sgd;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * One run of PyTorch's own optimizers in float64 (torch.optim, PyTorch 1.13): settings, gradients and the weights after
 * every step. {@code pytorch-optimizers.json} holds the numbers.
 *
 * @param optimizer the rule, with its variant
 * @param name of the case, such as {@code reset_before_step_10}
 * @param settings PyTorch's names
 * @param switchTo settings of the rule that takes over; empty where none does
 * @param initial six weights
 * @param gradients one row per step
 * @param weights after each step
 */
@SuppressWarnings("ArrayRecordComponent") // read only, compared by nobody
public record OracleCase(
        String optimizer,
        String name,
        Map<String, Object> settings,
        Map<String, Object> switchTo,
        double[] initial,
        double[][] gradients,
        double[][] weights) {
    /** Returns all cases. */
    public static List<OracleCase> all() {
        try (Reader reader = new InputStreamReader(
                Objects.requireNonNull(OracleCase.class.getResourceAsStream("pytorch-optimizers.json")),
                StandardCharsets.UTF_8)) {
            JsonObject file = new Gson().fromJson(reader, JsonObject.class);
            return file.getAsJsonArray("cases").asList().stream()
                    .map(element -> of(element.getAsJsonObject()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static OracleCase of(JsonObject json) {
        Gson gson = new Gson();
        return new OracleCase(
                json.get("optimizer").getAsString(),
                json.get("case").getAsString(),
                settings(json, "settings"),
                settings(json, "switch_to"),
                gson.fromJson(json.get("initial"), double[].class),
                gson.fromJson(json.get("gradients"), double[][].class),
                gson.fromJson(json.get("weights"), double[][].class));
    }

    private static Map<String, Object> settings(JsonObject json, String member) {
        return json.has(member)
                ? new Gson().fromJson(json.get(member), new TypeToken<Map<String, Object>>() {})
                : Map.of();
    }

    /** Returns the number of a setting, or PyTorch's default. */
    public double number(String key, double otherwise) {
        return number(settings, key).orElse(otherwise);
    }

    /** Returns the number of a setting; empty where the case does not set it. */
    public OptionalDouble number(String key) {
        return number(settings, key);
    }

    private static OptionalDouble number(Map<String, Object> settings, String key) {
        return settings.get(key) instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }

    private double beta(int index, double otherwise) {
        return settings.get("betas") instanceof List<?> betas ? (Double) betas.get(index) : otherwise;
    }

    /** Returns the optimizer that a case begins with. */
    public OptimizerSpec spec() {
        double lr = number("lr", Double.NaN);
        LearningRate rate =
                name.startsWith("lr_halved") ? LearningRate.steps(lr, 0.5, List.of(10L)) : LearningRate.constant(lr);
        double b1 = beta(0, 0.9);
        double b2 = beta(1, 0.999);
        double eps = number("eps", 1e-8);
        double decay = number("weight_decay", 0);
        double momentum = number("momentum", 0);
        return switch (optimizer) {
            case "sgd", "sgd_weight_decay", "momentum" -> new Sgd(rate, momentum, 0, false, decay);
            case "nesterov", "nesterov_weight_decay" -> new Sgd(rate, momentum, 0, true, decay);
            case "adam", "adam_l2" -> new Adam(rate, b1, b2, eps, decay);
            case "adamw" -> new AdamW(rate, b1, b2, eps, decay);
            case "amsgrad" -> new AmsGrad(rate, b1, b2, eps, decay);
            case "nadam" -> new NAdam(rate, b1, b2, eps, number("momentum_decay", 4e-3), decay);
            case "radam" -> new RAdam(rate, b1, b2, eps, decay);
            case "adamax" -> new AdaMax(rate, b1, b2, eps, decay);
            case "adagrad", "adagrad_weight_decay" -> new AdaGrad(rate, 0, 0, eps, decay);
            case "adadelta" -> new AdaDelta(rate, number("rho", 0.9), eps, decay);
            default -> new RmsProp(rate, number("alpha", 0.99), eps, momentum, settings.containsKey("centered"), decay);
        };
    }

    /** Returns what a case switches to: always stochastic gradient descent. */
    public OptimizerSpec target() {
        double momentum = number(switchTo, "momentum").orElse(0);
        LearningRate rate = LearningRate.constant(number(switchTo, "lr").orElseThrow());
        return new Sgd(rate, momentum, 0, switchTo.containsKey("nesterov"), 0);
    }

    /**
     * Returns the bound that the oracle's makers state for float32: 5e-6 of each weight's largest size over the run.
     */
    public double[] tolerance() {
        double[] bound = new double[initial.length];
        for (double[] row : weights) {
            for (int i = 0; i < bound.length; i++) {
                bound[i] = Math.max(bound[i], 5e-6 * Math.abs(row[i]));
            }
        }
        return bound;
    }

    @Override
    public String toString() {
        return optimizer + ' ' + name;
    }

    /** Returns one step's gradient in float32. */
    public float[] gradient(int step) {
        return floats(gradients[step]);
    }

    /** Returns numbers in float32. */
    public static float[] floats(double[] values) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = (float) values[i];
        }
        return result;
    }
}
