package io.github.redescent.djl;

import io.github.redescent.json.RecordJson;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterTable;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Finds what differs between a saved run and the one that is to go on with it, and shows both values. */
final class CheckpointFit {
    void parameters(ParameterTable saved, ParameterTable here) {
        List<ParameterInfo> before = saved.entries();
        List<ParameterInfo> now = here.entries();
        for (int i = 0; i < Math.max(before.size(), now.size()); i++) {
            same(
                    "parameter " + i,
                    i < now.size() ? now.get(i).signature() : "nothing",
                    i < before.size() ? before.get(i).signature() : "nothing");
        }
    }

    void optimizer(String path, OptimizerSpec here, OptimizerSpec saved) {
        if (!here.equals(saved)) {
            same("optimizer of " + path, here.kind(), saved.kind());
            members("optimizer of " + path + ", ", (Record) here, (Record) saved);
        }
    }

    void members(String of, Record here, Record saved) {
        Map<String, String> savedMembers = RecordJson.members(saved);
        RecordJson.members(here)
                .forEach((name, value) -> same(of + name, value, Objects.requireNonNull(savedMembers.get(name))));
    }

    void same(String what, Object here, Object saved) {
        if (!here.equals(saved)) {
            throw new IllegalArgumentException("its " + what + " is " + saved + ", here it is " + here);
        }
    }
}
