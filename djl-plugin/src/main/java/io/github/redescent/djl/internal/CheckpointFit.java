package io.github.redescent.djl.internal;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
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
        sameMembers("", RecordJson.toTree(settings.treatment()), RecordJson.toTree(saved.treatment()));
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
            sameMembers(
                    "optimizer of " + path + ", ", RecordJson.toTree((Record) here), RecordJson.toTree((Record) saved));
        }
    }

    private static void sameMembers(String of, JsonElement here, JsonElement saved) {
        JsonObject savedMembers = saved.getAsJsonObject();
        for (Map.Entry<String, JsonElement> member : here.getAsJsonObject().entrySet()) {
            same(of + member.getKey(), member.getValue(), Objects.requireNonNull(savedMembers.get(member.getKey())));
        }
    }

    private static void same(String what, Object here, Object saved) {
        if (!here.equals(saved)) {
            throw new IllegalArgumentException("its " + what + " is " + saved + ", here it is " + here);
        }
    }
}
