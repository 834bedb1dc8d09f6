package io.github.redescent.djl.internal;

import io.github.redescent.djl.internal.CheckpointManifest.SavedStart;
import io.github.redescent.json.RecordJson;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterInfo;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Finds what differs between a saved run and the one that is to go on with it. */
final class CheckpointFit {
    private CheckpointFit() {}

    /**
     * Checks that format, parameters, optimizers and all settings are those of the present run. What a tracker of DJL's
     * does cannot be compared, only its name.
     *
     * @throws IllegalArgumentException if one is not; the message names it and shows both values
     */
    static void require(CheckpointManifest saved, Training training, Settings settings) {
        same("format", CheckpointManifest.FORMAT, saved.format());
        List<ParameterInfo> before = saved.parameters().entries();
        List<ParameterInfo> now = training.model().table().entries();
        for (int i = 0; i < Math.max(before.size(), now.size()); i++) {
            same(
                    "parameter " + i,
                    i < now.size() ? now.get(i).signature() : "nothing",
                    i < before.size() ? before.get(i).signature() : "nothing");
        }
        sameMembers("", RecordJson.members(settings.treatment()), RecordJson.members(saved.treatment()));
        same("trainNormalization", settings.trainNormalization(), saved.trainNormalization());
        same(
                "number of optimized parameters",
                training.trained().size(),
                saved.starts().size());
        for (SavedStart start : saved.starts()) {
            sameOptimizer(start.path(), training.parameter(start.path()).first().optimizer(), start.optimizer());
        }
    }

    private static void sameOptimizer(String path, OptimizerSpec here, OptimizerSpec saved) {
        if (!here.equals(saved)) {
            same("optimizer of " + path, here.kind(), saved.kind());
            sameMembers("optimizer of " + path + ", ", RecordJson.members((Record) here), RecordJson.members((Record)
                    saved));
        }
    }

    private static void sameMembers(String of, Map<String, String> here, Map<String, String> saved) {
        here.forEach((name, value) -> same(of + name, value, Objects.requireNonNull(saved.get(name))));
    }

    private static void same(String what, Object here, Object saved) {
        if (!here.equals(saved)) {
            throw new IllegalArgumentException("its " + what + " is " + saved + ", here it is " + here);
        }
    }
}
