package io.github.redescent.benchmarks.rescue;

import io.github.redescent.Recipe;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One run to be had: everything that decides how it ends alone.
 *
 * @param framework who trains
 * @param task what is learnt
 * @param rule by which optimizer
 * @param cause what is unusual
 * @param seed of the first weights and the order of the batches
 */
record Configuration(Framework framework, Task task, Rule rule, Cause cause, long seed) {
    private static final double WRONG_LABELS = 0.2;

    /** What several configurations start from. */
    private static final Map<Configuration, float[]> PRETRAINED = new ConcurrentHashMap<>();

    private static final double OUT_OF_RANGE = 30;

    /** Returns what names it in results. */
    String key() {
        return String.join("/", framework.id(), task.name(), rule.kind().name(), cause.name(), Long.toString(seed))
                .toLowerCase(Locale.ROOT);
    }

    int steps() {
        return cause.steps(task.steps());
    }

    double rate() {
        return cause.rate(rule.rate());
    }

    /** Returns the run's net before its first update. */
    Net start(Optional<Recipe> recipe) {
        Net net = framework.net(this, seed, rate(), recipe);
        spoil(net);
        return net;
    }

    /** Returns a net as a restart makes it: new weights that nothing has spoiled, at another rate. */
    Net restarted(int attempt, double rateFactor) {
        return framework.net(this, seed * 1000 + attempt, rate() * rateFactor, Optional.empty());
    }

    private void spoil(Net net) {
        Random random = new Random(seed);
        switch (cause.start()) {
            case DRAWN -> {}
            case ZERO -> net.scaleWeights(0);
            case X3 -> net.scaleWeights(3);
            case X50 -> net.scaleWeights(50);
            case SATURATED -> net.hiddenBiases(() -> random.nextBoolean() ? OUT_OF_RANGE : -OUT_OF_RANGE);
            case DEAD -> net.hiddenBiases(() -> -OUT_OF_RANGE);
            case PRETRAINED -> net.weights(PRETRAINED.computeIfAbsent(clean(), Configuration::learnt));
        }
    }

    private Configuration clean() {
        return new Configuration(framework, task, rule, Cause.CLEAN, seed + 7);
    }

    /** Returns the weights at its end. */
    private float[] learnt() {
        try (Net net = start(Optional.empty())) {
            Batches batches = Batches.of(this);
            for (int step = 0; step < steps(); step++) {
                net.fit(batches.at(step));
            }
            return net.weights();
        }
    }

    /** The batches of a run, the same whatever trains on them. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Batches(Configuration run, Examples examples, int[] order) {
        static Batches of(Configuration run) {
            Examples clean = run.task.examples();
            Examples examples =
                    run.cause.data() == Cause.Data.NOISY ? clean.mislabelled(WRONG_LABELS, run.seed) : clean;
            int size = run.cause.data() == Cause.Data.TWO ? 2 : run.task.batch();
            Random random = new Random(run.seed);
            int[] order = new int[run.steps() * size];
            for (int next = 0; next < order.length; ) {
                for (int example : shuffled(clean.count(), random)) {
                    if (next < order.length) {
                        order[next++] = example;
                    }
                }
            }
            return new Batches(run, examples, order);
        }

        Examples at(int step) {
            int size = order.length / run.steps();
            Examples batch = examples.rows(Arrays.copyOfRange(order, step * size, (step + 1) * size));
            Cause.Fault fault = run.cause.fault();
            return fault.hits(step, run.steps()) ? batch.scaled(fault.factor()) : batch;
        }

        private static int[] shuffled(int count, Random random) {
            int[] all = new int[count];
            for (int i = 0; i < count; i++) {
                int other = random.nextInt(i + 1);
                all[i] = all[other];
                all[other] = i;
            }
            return all;
        }
    }
}
