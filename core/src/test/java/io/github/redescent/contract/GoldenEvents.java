package io.github.redescent.contract;

import java.util.List;

/** What every adapter reports of the same run. */
final class GoldenEvents {
    static final List<String> LINES = List.of(
            "step 10 ScriptedPolicy: the script says ResetState",
            "step 30 ScriptedPolicy: the script says RedrawWeights",
            "step 30 ResetOnDecay [SUPERSEDED]: rate of Adam fell from 0.0100 to 0.00500, at or below 0.500 of the reference"
                    + " → reset FULL; undo: none needed, weights and schedule stay",
            "step 50 ScriptedPolicy: the script says Stop");

    private GoldenEvents() {}
}
