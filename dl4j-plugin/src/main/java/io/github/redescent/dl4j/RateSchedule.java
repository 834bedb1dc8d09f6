package io.github.redescent.dl4j;

import io.github.redescent.json.RecordJson;
import io.github.redescent.optimizer.LearningRate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect.Visibility;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * A {@link LearningRate} as one of DL4J's schedules, by iteration: {@code new Adam(new
 * RateSchedule(LearningRate.cosine(1e-3, 10_000)))}. It survives JSON, Java serialisation and {@code ModelSerializer}.
 * Immutable.
 */
@JsonAutoDetect(fieldVisibility = Visibility.ANY, getterVisibility = Visibility.NONE)
public final class RateSchedule implements ISchedule {
    private static final long serialVersionUID = 1L;

    /** The rate as JSON: rates are plain values of the core, which knows nothing of DL4J's files. */
    private final String rate;

    private transient @Nullable LearningRate parsed;

    private record Held(LearningRate rate) {}

    /**
     * Holds a rate.
     *
     * @throws IllegalArgumentException if it is a kept rate or the host's own, which mean nothing here
     */
    public RateSchedule(LearningRate rate) {
        if (rate.keptShare().isPresent() || !rate.hostName().isEmpty()) {
            throw new IllegalArgumentException("a schedule needs a rate with numbers of its own, got " + rate
                    + "; take LearningRate.constant, steps, exponential or cosine");
        }
        this.rate = RecordJson.toText(new Held(rate));
        this.parsed = rate;
    }

    @JsonCreator
    RateSchedule(@JsonProperty("rate") String rate) {
        this.rate = rate;
        rate(); // a damaged file is refused when it is read
    }

    /** Returns the rate. */
    public LearningRate rate() {
        LearningRate known = parsed;
        if (known == null) {
            try {
                known = RecordJson.fromText(rate, Held.class).rate();
            } catch (IllegalArgumentException damaged) {
                throw new IllegalArgumentException("not a learning rate: " + rate, damaged);
            }
            parsed = known;
        }
        return known;
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        return rate().at(iteration);
    }

    @Override
    @SuppressWarnings("MissingSuperCall") // Immutable: a copy would be the same.
    public RateSchedule clone() {
        return this;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RateSchedule schedule && rate.equals(schedule.rate);
    }

    @Override
    public int hashCode() {
        return Objects.hash(rate);
    }

    @Override
    public String toString() {
        return "RateSchedule(" + rate() + ')';
    }
}
