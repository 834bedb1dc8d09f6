package io.github.redescent.report;

import java.io.PrintStream;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** One line per tenth of the run; of a run of unknown length, at 1, 2, 5, 10, 20, 50 … steps from 100 on. */
final class ProgressLines implements ProgressDisplay {
    private static final long FIRST = 100;
    private static final int TENTHS = 10;

    private final PrintStream out;
    private OptionalLong plannedSteps = OptionalLong.empty();
    private long next = FIRST;

    ProgressLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public void begin(long firstStep, OptionalLong planned) {
        plannedSteps = planned;
        next = after(firstStep);
    }

    @Override
    public void at(long step, Supplier<String> message) {
        if (step >= next) {
            next = after(step);
            String share = plannedSteps.isPresent()
                    ? " of " + Numbers.count(plannedSteps.getAsLong()) + " (" + 100 * step / plannedSteps.getAsLong()
                            + "%)"
                    : "";
            out.println("step " + Numbers.count(step) + share + ": " + message.get());
        }
    }

    @Override
    public void end() {}

    private long after(long step) {
        if (plannedSteps.isPresent()) {
            long planned = plannedSteps.getAsLong();
            long tenth = step * TENTHS / planned + 1;
            return (tenth * planned + TENTHS - 1) / TENTHS;
        }
        long power = FIRST;
        while (true) {
            for (long unit : new long[] {1, 2, 5}) {
                if (unit * power > step) {
                    return unit * power;
                }
            }
            power *= TENTHS;
        }
    }
}
