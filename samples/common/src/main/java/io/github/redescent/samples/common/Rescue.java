package io.github.redescent.samples.common;

import io.github.redescent.control.Action;
import io.github.redescent.control.TrainingEvent;
import java.util.List;
import java.util.Locale;

/**
 * What both demos tell: a run that hangs alone learns under control. Both ends are measured.
 *
 * @param stuck the loss at which the run without control ended
 * @param rescued the loss at which the controlled run ended
 * @param restarts the steps at which it was re-initialised
 */
public record Rescue(double stuck, double rescued, List<Long> restarts) {
    /** The loss that a run of the demos should reach. */
    public static final double LEARNT = 0.5;

    private static final double STUCK = 2.0;

    /** Reads the restarts from a controlled run's history. */
    public static Rescue of(double stuck, double rescued, List<TrainingEvent.Decided> history) {
        List<Long> restarts = history.stream()
                .filter(event -> event.decision().actions().stream().anyMatch(Action.RedrawWeights.class::isInstance))
                .map(TrainingEvent::step)
                .toList();
        return new Rescue(stuck, rescued, restarts);
    }

    /** Prints an event, but for routine ones. */
    public static void tell(TrainingEvent event) {
        if (!(event instanceof TrainingEvent.Decided decided)
                || !decided.decision().routine()) {
            System.out.println("\n" + event.describe());
        }
    }

    /**
     * Prints the line that sums it up, and ends the process with 1 if the story did not come true.
     *
     * @param more further members of the line's JSON, each with a comma after it; may be empty
     * @param start {@link System#nanoTime} at the start
     */
    public void conclude(String more, long start) {
        System.out.printf(
                Locale.ROOT,
                "DEMO {%s\"stuck\":%.2f,\"rescued\":%.2f,\"restarts\":%d,\"restartSteps\":%s,\"seconds\":%d}%n",
                more,
                stuck,
                rescued,
                restarts.size(),
                restarts,
                (System.nanoTime() - start) / 1_000_000_000);
        if (!(stuck >= STUCK)) {
            System.err.println("Run A did not get stuck: it ended at " + stuck + ", expected at least " + STUCK);
            System.exit(1);
        }
        if (!(rescued <= LEARNT)) {
            System.err.println("Run B did not recover: it ended at " + rescued + ", expected at most " + LEARNT);
            System.exit(1);
        }
    }
}
