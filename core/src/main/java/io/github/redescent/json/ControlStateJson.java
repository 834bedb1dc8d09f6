package io.github.redescent.json;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.redescent.Recipe;
import io.github.redescent.control.Action;
import io.github.redescent.control.ControlState;
import io.github.redescent.control.Policy;
import io.github.redescent.control.PolicyState;
import io.github.redescent.control.RateFactor;
import io.github.redescent.parameter.ParameterTable;
import java.util.ArrayList;
import java.util.List;

/** The controller's state as JSON. Thread-safe. */
public final class ControlStateJson {
    private static final int VERSION = 1;

    private ControlStateJson() {}

    /** What is written; a policy's state and a sealed action need their own types and are kept as trees. */
    private record Saved(
            int version,
            long step,
            ParameterTable parameters,
            String groups,
            List<SavedPolicy> policies,
            List<RateFactor> factors,
            List<String> keptSlots) {}

    private record SavedPolicy(String policy, String configuration, JsonObject state, List<Action> pending) {}

    /** Returns a state as text. */
    public static String write(ControlState state) {
        List<SavedPolicy> policies = state.policies().stream()
                .map(policy -> new SavedPolicy(
                        policy.policy(),
                        policy.configuration(),
                        RecordJson.toTree(policy.state()).getAsJsonObject(),
                        policy.pending()))
                .toList();
        return RecordJson.toText(new Saved(
                VERSION,
                state.step(),
                state.parameters(),
                state.groups(),
                policies,
                state.factors(),
                state.keptSlots()));
    }

    /**
     * Reads a state.
     *
     * @param recipe tells the types of the policies' states
     * @throws IllegalArgumentException if the text is no such state, of an unknown version, or holds a policy that the
     *     recipe does not have; the message names it
     */
    public static ControlState read(String text, Recipe recipe) {
        try {
            JsonElement tree = JsonParser.parseString(text);
            requireVersion(tree);
            Saved saved = RecordJson.fromTree(tree, Saved.class);
            List<PolicyState> policies = new ArrayList<>();
            for (SavedPolicy policy : saved.policies()) {
                Record state = RecordJson.fromTree(policy.state(), typeOf(policy.policy(), recipe));
                policies.add(new PolicyState(policy.policy(), policy.configuration(), state, policy.pending()));
            }
            return new ControlState(
                    saved.step(), saved.parameters(), saved.groups(), policies, saved.factors(), saved.keptSlots());
        } catch (JsonParseException | IllegalStateException malformed) {
            throw new IllegalArgumentException("not a control state: " + malformed.getMessage(), malformed);
        }
    }

    private static void requireVersion(JsonElement tree) {
        JsonElement version = tree instanceof JsonObject object ? object.get("version") : new JsonArray();
        if (version == null
                || !version.isJsonPrimitive()
                || !version.getAsString().equals(String.valueOf(VERSION))) {
            throw new IllegalArgumentException("the control state's version must be " + VERSION + ", got " + version
                    + "; read it with the release that wrote it");
        }
    }

    private static Class<? extends Record> typeOf(String name, Recipe recipe) {
        for (Policy<?> policy : recipe.policies()) {
            if (policy.name().equals(name)) {
                return policy.stateType();
            }
        }
        throw new IllegalArgumentException("the recipe has no policy " + name
                + ", which the saved state has; resume with the recipe that was saved");
    }
}
