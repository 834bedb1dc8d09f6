package io.github.redescent.benchmarks.detection;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What a rule came to. An alarm counts before the last planned step.
 *
 * @param bad runs that came to nothing
 * @param found those of them with an alarm
 * @param healthy runs that came to something
 * @param alarmed those of them with an alarm
 * @param lead median share of the run at which the found ones were
 */
record Score(int bad, int found, int healthy, int alarmed, double lead) {
    /**
     * Scores some runs.
     *
     * @param alarms by the run's name
     */
    static Score of(List<LabelledRun> runs, Map<String, OptionalLong> alarms) {
        int bad = 0;
        int healthy = 0;
        int alarmed = 0;
        int found = 0;
        double[] leads = new double[runs.size()];
        for (LabelledRun run : runs) {
            OptionalLong at = alarms.getOrDefault(run.name(), OptionalLong.empty());
            boolean alarm = at.isPresent() && at.getAsLong() < run.plannedSteps();
            bad += run.bad() ? 1 : 0;
            healthy += run.bad() ? 0 : 1;
            alarmed += alarm && !run.bad() ? 1 : 0;
            if (alarm && run.bad()) {
                leads[found++] = at.getAsLong() / (double) run.plannedSteps();
            }
        }
        double[] sorted = Arrays.copyOf(leads, found);
        Arrays.sort(sorted);
        return new Score(bad, found, healthy, alarmed, found == 0 ? 1 : sorted[found / 2]);
    }

    double precision() {
        return found == 0 ? 0 : (double) found / (found + alarmed);
    }

    double recall() {
        return bad == 0 ? 0 : (double) found / bad;
    }

    double f1() {
        return found == 0 ? 0 : 2 * precision() * recall() / (precision() + recall());
    }

    double falseAlarms() {
        return healthy == 0 ? 0 : 100.0 * alarmed / healthy;
    }
}
