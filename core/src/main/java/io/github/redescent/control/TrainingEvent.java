package io.github.redescent.control;

import java.util.List;

/** Something that happened to a controlled run, in the past tense. */
public sealed interface TrainingEvent {
    /** Returns the step at which it happened, in optimizer updates. */
    long step();

    /** Returns it in one line. */
    String describe();

    /**
     * A recipe was attached to a model.
     *
     * @param step updates the model had seen before
     * @param policies the policies' names
     * @param parameters how many entries the model has
     */
    record Attached(long step, List<String> policies, long parameters) implements TrainingEvent {
        @Override
        public String describe() {
            String what = policies.isEmpty() ? "groups" : String.join(", ", policies);
            return "step " + step + " attached " + what + " to " + parameters + " parameters";
        }
    }

    /**
     * A policy decided.
     *
     * @param step when
     * @param policy who
     * @param decision what and why
     * @param fate what became of it
     */
    record Decided(long step, String policy, Decision decision, Fate fate) implements TrainingEvent {
        @Override
        public String describe() {
            String mark = fate == Fate.APPLIED || fate == Fate.REPORTED ? "" : " [" + fate + ']';
            return "step " + step + ' ' + policy + mark + ": "
                    + decision.because().sentence();
        }

        /** Returns it in one line, as {@link #describe}: all else can be asked for. */
        @Override
        public String toString() {
            return describe();
        }
    }

    /**
     * A policy ended the run.
     *
     * @param step when
     * @param reason why
     */
    record Stopped(long step, String reason) implements TrainingEvent {
        @Override
        public String describe() {
            return "step " + step + " stopped: " + reason;
        }
    }
}
