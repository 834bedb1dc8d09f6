package io.github.redescent.region;

import io.github.redescent.control.Evidence;
import java.util.Map;
import java.util.Optional;

/**
 * The loss stays above the one that the user would accept, whatever it is worth by other measures. A run that has come
 * nearer to that loss than to where it would be without learning is only reported: the loss may not be attainable.
 */
final class Missed {
    private Missed() {}

    static Optional<Finding> find(Attempt attempt, double acceptable, Thresholds limits) {
        Case run = new Case(attempt, Window.against(attempt.curve(), acceptable), limits);
        if (!run.isOver(limits.flatShare()) || run.upper() >= 0 || run.reachableIn(run.left()) >= 0) {
            return Optional.empty();
        }
        double loss = run.window().loss();
        double unlearned = attempt.window()
                .map(Window::constant)
                .orElseGet(() -> attempt.curve().blocks().get(0).meanLoss());
        boolean near = loss - acceptable < (unlearned - acceptable) / 2;
        if (near && attempt.suspected()) {
            return Optional.empty();
        }
        double last = Forecast.of(run.window(), attempt, limits).finalLoss();
        return Optional.of(new Finding(
                Verdict.STUCK,
                near ? Finding.Certainty.SUSPECTED : Finding.Certainty.CERTAIN,
                new Evidence(
                        Verdict.STUCK.rule(),
                        "loss " + Numbers.brief(loss) + " stays above the acceptable " + Numbers.brief(acceptable)
                                + "; would end at " + Numbers.brief(last),
                        Map.of("loss", loss, "finalLoss", last),
                        Map.of("loss", acceptable))));
    }
}
