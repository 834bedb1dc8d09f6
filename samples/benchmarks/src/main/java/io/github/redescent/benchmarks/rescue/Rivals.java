package io.github.redescent.benchmarks.rescue;

import io.github.redescent.benchmarks.rescue.Column.Outcome;
import io.github.redescent.benchmarks.rescue.Configuration.Batches;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The ways to train that know nothing of this library. */
final class Rivals {
    /** Observations a run is cut into. */
    private static final int WINDOWS = 40;

    private Rivals() {}

    static Outcome alone(Configuration run) {
        try (Net net = run.start(Optional.empty())) {
            train(net, run, 0, run.steps());
            return new Outcome(loss(net, run), 0);
        }
    }

    static Outcome restartedAtAThird(Configuration run, double rateFactor) {
        return new Outcome(restarted(run, 1, rateFactor, run.steps() / 3, run.steps()), 1);
    }

    static Outcome randomRestarts(Configuration run) {
        Random random = new Random(run.seed());
        int third = run.steps() / 3;
        double best = best(IntStream.range(0, 3)
                .mapToDouble(i ->
                        restarted(run, i + 1, Math.pow(10, 6 * random.nextDouble() - 3), i * third, (i + 1) * third)));
        return new Outcome(best, 3);
    }

    static Outcome bestOfFive(Configuration run) {
        double best = best(DoubleStream.of(1, 0.1, 0.01, 10, 1000)
                .map(factor -> restartedAtAThird(run, factor).loss()));
        return new Outcome(best, 1);
    }

    static Outcome reduceOnPlateau(Configuration run) {
        int window = Math.max(1, run.steps() / WINDOWS);
        Plateau plateau = new Plateau(WINDOWS / 10);
        double rate = run.rate();
        int actions = 0;
        try (Net net = run.start(Optional.empty())) {
            for (int from = 0; from < run.steps(); from += window) {
                if (plateau.ends(train(net, run, from, Math.min(from + window, run.steps())))) {
                    rate *= 0.1;
                    net.rate(rate);
                    actions++;
                }
            }
            return new Outcome(loss(net, run), actions);
        }
    }

    static Outcome earlyStopping(Configuration run) {
        int window = Math.max(1, run.steps() / WINDOWS);
        double bestLoss = Double.POSITIVE_INFINITY;
        int restarts = 0;
        Net net = run.start(Optional.empty());
        float[] best = net.weights();
        Plateau patience = new Plateau(WINDOWS / 5);
        for (int from = 0; from < run.steps(); from += window) {
            double loss = train(net, run, from, Math.min(from + window, run.steps()));
            if (loss < bestLoss) {
                bestLoss = loss;
                best = net.weights();
            }
            if (patience.ends(loss)) {
                restarts++;
                net.close();
                net = run.restarted(restarts, Math.pow(0.1, restarts));
                patience = new Plateau(WINDOWS / 5);
            }
        }
        net.weights(best);
        Outcome outcome = new Outcome(loss(net, run), restarts);
        net.close();
        return outcome;
    }

    private static double restarted(Configuration run, int attempt, double rateFactor, int from, int to) {
        try (Net net = run.restarted(attempt, rateFactor)) {
            train(net, run, from, to);
            return loss(net, run);
        }
    }

    /** Returns the mean loss of the steps. */
    private static double train(Net net, Configuration run, int from, int to) {
        Batches batches = Batches.of(run);
        double sum = 0;
        for (int step = from; step < to; step++) {
            sum += net.fit(batches.at(step));
        }
        return sum / (to - from);
    }

    private static double loss(Net net, Configuration run) {
        return net.loss(run.task().examples());
    }

    private static double best(DoubleStream losses) {
        return losses.filter(Double::isFinite).min().orElse(Double.NaN);
    }
}
