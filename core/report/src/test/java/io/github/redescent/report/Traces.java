package io.github.redescent.report;

import io.github.redescent.control.Action;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.Rate;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.replay.TraceHeader;
import io.github.redescent.replay.TraceWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Recorded runs of known courses; chance is ln 10. */
final class Traces {
    private static final double CHANCE = 2.3026;

    private Traces() {}

    static Path hanging(Path folder, String name) {
        return write(folder, name, 1000, Long.MAX_VALUE);
    }

    static Path learning(Path folder, String name) {
        return write(folder, name, 1000, 0);
    }

    /** Hangs until the step at which the defaults find it bad, and learns then. */
    static Path restarted(Path folder, String name) {
        long found = TraceRun.view(hanging(folder, name)).marks().stream()
                .filter(Mark::isFinding)
                .mapToLong(Mark::step)
                .findFirst()
                .orElseThrow();
        return write(folder, name, 1000, found);
    }

    static Path write(Path folder, String name, int steps, long learnsAfter) {
        Path file = folder.resolve(name + ".jsonl");
        TraceHeader header = TraceHeader.named(name).withPlannedSteps(steps).withChanceLoss(CHANCE);
        Random noise = new Random(3);
        try (TraceWriter writer = TraceWriter.to(file, header)) {
            for (long step = 1; step <= steps; step++) {
                double level = step <= learnsAfter ? 2.4 : 0.2 + 2.2 * Math.exp(-(step - learnsAfter) * 8.0 / steps);
                Observation line = Observation.step(
                                step,
                                (int) (step / 100),
                                level * (1 + 0.03 * noise.nextGaussian()),
                                Map.of("all", Rate.scheduled(0.1)))
                        .withMeasured(measured());
                writer.write(step == learnsAfter + 1 && step > 1 ? line.withApplied(RESTART) : line);
            }
            return file;
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    private static final List<Action> RESTART = List.of(new Action.RedrawWeights(ParameterSelector.all(), 42));

    private static Measurements measured() {
        return Measurements.builder()
                .total(Quantity.UPDATE_NORM, 0.01)
                .total(Quantity.PARAMETER_NORM, 5)
                .build();
    }
}
