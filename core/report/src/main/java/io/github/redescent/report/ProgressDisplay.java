package io.github.redescent.report;

import java.util.OptionalLong;
import java.util.function.Supplier;

/** Where progress is shown. */
interface ProgressDisplay {
    void begin(long firstStep, OptionalLong plannedSteps);

    /** Is told of each step; asks for the message only where it shows one. */
    void at(long step, Supplier<String> message);

    void end();
}
