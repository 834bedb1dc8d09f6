package io.github.redescent.report;

import io.github.redescent.Recipe;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Evidence;
import io.github.redescent.control.Fate;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.TrainingEvent.Decided;
import io.github.redescent.policy.ReinitializeOnBadRegion;
import io.github.redescent.replay.Replay;
import io.github.redescent.replay.Trace;
import io.github.redescent.replay.TraceReader;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Shows a recorded run. A trace holds what was applied and not why: the reason is found again by showing it to
 * {@link ReinitializeOnBadRegion#defaults()}, as {@link Replay} does.
 */
final class TraceRun {
    private static final Recipe DEFAULT = Recipe.of(ReinitializeOnBadRegion.defaults());
    private static final Evidence UNKNOWN =
            new Evidence("recorded", "recorded as applied; a trace holds no reason", Map.of(), Map.of());

    private TraceRun() {}

    /**
     * Reads a trace and returns it to be shown.
     *
     * @throws IllegalArgumentException if it is malformed
     */
    static RunView view(Path file) {
        Trace trace = TraceReader.read(file);
        RunCollector run = new RunCollector(trace.header().name());
        run.plan(trace.header().plannedSteps());
        Deque<Decided> found = new ArrayDeque<>(Replay.decisions(trace, DEFAULT));
        found.removeIf(decided -> decided.decision().routine());
        long before = 0;
        for (Observation line : trace.observations()) {
            List<Decided> since = takeBefore(found, line.step());
            Decision applied = new Decision(line.applied(), UNKNOWN);
            if (!line.applied().isEmpty() && !applied.routine()) {
                run.add(Mark.of(explained(before, applied, since)));
            } else {
                since.forEach(decided -> run.add(Mark.of(decided)));
                if (since.stream().anyMatch(TraceRun::acts)) {
                    found.clear(); // after a decision that nobody carried out, a policy sees another run
                }
            }
            run.observed(withChance(line, trace.header().chanceLoss()));
            before = line.step();
        }
        found.forEach(decided -> run.add(Mark.of(decided)));
        return run.view(run.standing());
    }

    private static List<Decided> takeBefore(Deque<Decided> found, long step) {
        List<Decided> taken = new ArrayList<>();
        while (!found.isEmpty() && found.peek().step() < step) {
            taken.add(found.remove());
        }
        return taken;
    }

    private static Decided explained(long step, Decision applied, List<Decided> found) {
        Evidence because = found.stream()
                .filter(TraceRun::acts)
                .map(decided -> decided.decision().because())
                .findFirst()
                .orElse(UNKNOWN);
        return new Decided(step, "recorded run", new Decision(applied.actions(), because), Fate.APPLIED);
    }

    private static boolean acts(Decided decided) {
        return !decided.decision().actions().isEmpty();
    }

    private static Observation withChance(Observation line, OptionalDouble chance) {
        return chance.isEmpty() || line.measured().total(Quantity.CONSTANT_LOSS).isPresent()
                ? line
                : line.withMeasured(line.measured().with(Quantity.CONSTANT_LOSS, chance.getAsDouble()));
    }
}
