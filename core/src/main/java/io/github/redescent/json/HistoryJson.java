package io.github.redescent.json;

import io.github.redescent.control.TrainingEvent;
import java.util.List;

/** What was decided in a run as JSON, for programs. Thread-safe. */
public final class HistoryJson {
    private HistoryJson() {}

    private record History(List<TrainingEvent.Decided> decisions) {}

    /**
     * Returns a history as one line: a member {@code decisions}, each with step, policy, decision (actions and
     * evidence) and fate. The rules are listed in docs/events.md.
     *
     * @param history as adapters return it
     */
    public static String write(List<TrainingEvent.Decided> history) {
        return RecordJson.toText(new History(history));
    }
}
