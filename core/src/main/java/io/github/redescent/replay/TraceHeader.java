package io.github.redescent.replay;

import io.github.redescent.parameter.ParameterTable;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The first line of a trace.
 *
 * @param name names the run in reports
 * @param plannedSteps how many optimizer updates the run was to have, where that was known
 * @param chanceLoss loss of the best constant predictor, where it was known before the run
 * @param parameters the model's parameters as they were attached, where they are known; policies that select some of
 *     them need it
 */
public record TraceHeader(
        String name, OptionalLong plannedSteps, OptionalDouble chanceLoss, Optional<ParameterTable> parameters) {
    /** The format that is written and read. */
    public static final String FORMAT = "redescent-trace/1";

    /**
     * Checks the header.
     *
     * @throws IllegalArgumentException if the name is blank, the steps are not positive or the loss is not finite
     */
    public TraceHeader {
        if (name.isBlank()) {
            throw new IllegalArgumentException("name is required and must not be blank");
        }
        if (plannedSteps.isPresent() && plannedSteps.getAsLong() < 1) {
            throw new IllegalArgumentException(
                    "plannedSteps must be positive, got " + plannedSteps.getAsLong() + "; leave it out if unknown");
        }
        if (chanceLoss.isPresent() && !Double.isFinite(chanceLoss.getAsDouble())) {
            throw new IllegalArgumentException(
                    "chanceLoss must be finite, got " + chanceLoss.getAsDouble() + "; leave it out if unknown");
        }
    }

    /** Returns a header that knows just a name. */
    public static TraceHeader named(String name) {
        return new TraceHeader(name, OptionalLong.empty(), OptionalDouble.empty(), Optional.empty());
    }

    /** Returns this header with the length of the run in optimizer updates. */
    public TraceHeader withPlannedSteps(long steps) {
        return new TraceHeader(name, OptionalLong.of(steps), chanceLoss, parameters);
    }

    /** Returns this header with the constant predictor's loss. */
    public TraceHeader withChanceLoss(double loss) {
        return new TraceHeader(name, plannedSteps, OptionalDouble.of(loss), parameters);
    }

    /** Returns this header with the model's parameters. */
    public TraceHeader withParameters(ParameterTable table) {
        return new TraceHeader(name, plannedSteps, chanceLoss, Optional.of(table));
    }
}
