package io.github.redescent.dl4j.internal;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.github.redescent.optimizer.AdaDelta;
import io.github.redescent.optimizer.AdaGrad;
import io.github.redescent.optimizer.AdaMax;
import io.github.redescent.optimizer.Adam;
import io.github.redescent.optimizer.AdamW;
import io.github.redescent.optimizer.AmsGrad;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.NAdam;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.optimizer.RmsProp;
import io.github.redescent.optimizer.Sgd;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * One run of PyTorch's own optimizers in float64 (torch.optim, PyTorch 1.13): settings, gradients and the weights after
 * every step. {@code pytorch-optimizers.json} holds the numbers.
 */
@SuppressWarnings("ArrayRecordComponent") // read only, compared by nobody
record OracleCase(
        String optimizer,
        String name,
        JsonObject settings,
        JsonObject switchTo,
        double[] initial,
        double[][] gradients,
        double[][] weights) {
    static List<OracleCase> all() {
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
                json.getAsJsonObject("settings"),
                json.has("switch_to") ? json.getAsJsonObject("switch_to") : new JsonObject(),
                gson.fromJson(json.get("initial"), double[].class),
                gson.fromJson(json.get("gradients"), double[][].class),
                gson.fromJson(json.get("weights"), double[][].class));
    }

    private static double number(JsonObject settings, String key, double otherwise) {
        return settings.has(key) ? settings.get(key).getAsDouble() : otherwise;
    }

    private double beta(int index) {
        return settings.has("betas")
                ? settings.getAsJsonArray("betas").get(index).getAsDouble()
                : Double.NaN;
    }

    OptimizerSpec spec() {
        double lr = number(settings, "lr", Double.NaN);
        LearningRate rate =
                name.startsWith("lr_halved") ? LearningRate.steps(lr, 0.5, List.of(10L)) : LearningRate.constant(lr);
        double eps = number(settings, "eps", Double.NaN);
        double decay = number(settings, "weight_decay", 0);
        return switch (optimizer) {
            case "sgd", "sgd_weight_decay", "momentum", "nesterov", "nesterov_weight_decay" -> sgd(rate, settings);
            case "adam", "adam_l2" -> new Adam(rate, beta(0), beta(1), eps, decay);
            case "adamw" -> new AdamW(rate, beta(0), beta(1), eps, decay);
            case "amsgrad" -> new AmsGrad(rate, beta(0), beta(1), eps, decay);
            case "nadam" ->
                new NAdam(rate, beta(0), beta(1), eps, number(settings, "momentum_decay", Double.NaN), decay);
            case "adamax" -> new AdaMax(rate, beta(0), beta(1), eps, decay);
            case "adagrad", "adagrad_weight_decay" -> new AdaGrad(rate, 0, 0, eps, decay);
            case "adadelta" -> new AdaDelta(rate, number(settings, "rho", Double.NaN), eps, decay);
            default -> new RmsProp(rate, number(settings, "alpha", Double.NaN), eps, 0, false, decay);
        };
    }

    /** What a case switches to: always stochastic gradient descent. */
    OptimizerSpec target() {
        return sgd(LearningRate.constant(switchTo.get("lr").getAsDouble()), switchTo);
    }

    private static OptimizerSpec sgd(LearningRate rate, JsonObject settings) {
        return new Sgd(
                rate,
                number(settings, "momentum", 0),
                0,
                settings.has("nesterov"),
                number(settings, "weight_decay", 0));
    }

    @Override
    public String toString() {
        return optimizer + ' ' + name;
    }
}
