package io.github.redescent.policy;

import io.github.redescent.control.Run;
import io.github.redescent.parameter.Kind;
import io.github.redescent.parameter.ParameterInfo;
import java.util.List;
import java.util.Map;

/** The trained weights of a model, without biases, gains and shifts: those mostly start at a constant. */
final class WeightTensors {
    private WeightTensors() {}

    static List<ParameterInfo> in(Run run) {
        return run.parameters().entries().stream()
                .filter(info -> info.trainable() && info.kind() == Kind.WEIGHT)
                .toList();
    }

    static List<String> paths(Run run) {
        return in(run).stream().map(ParameterInfo::path).toList();
    }

    /** Returns the entry with the largest number; of equal ones that with the first key. */
    static Map.Entry<String, Double> largest(Map<String, Double> byPath) {
        return byPath.entrySet().stream()
                .max(Map.Entry.<String, Double>comparingByValue()
                        .thenComparing(
                                Map.Entry.<String, Double>comparingByKey().reversed()))
                .orElseThrow();
    }
}
