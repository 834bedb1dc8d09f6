package io.github.redescent.replay;

import com.google.gson.JsonObject;
import io.github.redescent.region.Verdict;

/**
 * What a replay says of one trace.
 *
 * @param trace the trace's name
 * @param verdict the first verdict that would have been acted on
 * @param step when; the last step of a healthy trace
 * @param reason why
 */
public record Judgement(String trace, Verdict verdict, long step, String reason) {
    /** Returns it as one line of JSON. */
    public String toJson() {
        JsonObject line = new JsonObject();
        line.addProperty("trace", trace);
        line.addProperty("verdict", verdict.name());
        line.addProperty("step", step);
        line.addProperty("reason", reason);
        return line.toString();
    }
}
