package io.github.redescent.dl4j;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;

/**
 * Hands the running mean of gradients from one rule to the next. With local step t, decay β and mean m of Adam and its
 * kin, m̂ = m/(1 − βᵗ). A velocity of momentum β, which DL4J holds as −ηv with the rate η of the last update, gives m̂
 * = (1 − β)v.
 *
 * @param step updates done
 * @param epoch epochs completed
 */
record Momentum(long step, int epoch) {
    /** Returns whether a rule has a running mean of gradients. */
    static boolean has(IUpdater rule) {
        return Rules.firstDecay(rule, 0, 0).isPresent();
    }

    /**
     * One parameter whose momentum is handed over.
     *
     * @param parameter the parameter
     * @param localStep updates since its first moment began
     * @param rate of its last update before, of its next one after
     */
    record Giver(LiveParameter parameter, long localStep, double rate) {}

    /** Takes m̂ of some parameters, as copies. */
    Map<LiveParameter, INDArray> take(LiveUpdater updater, List<Giver> from) {
        Map<LiveParameter, Map<String, INDArray>> states = states(updater, from);
        Map<LiveParameter, INDArray> means = new HashMap<>();
        OutsideWorkspaces.run(() -> {
            for (Giver giver : from) {
                INDArray first = first(giver.parameter(), states);
                double factor = factor(giver, step - 1);
                if (first != null) {
                    means.put(giver.parameter(), first.mul(factor == 0 ? 0 : 1 / factor));
                }
            }
        });
        return means;
    }

    /** Writes the first moment of the new rules, from m̂ of the old ones. */
    void give(LiveUpdater updater, List<Giver> to, Map<LiveParameter, INDArray> means) {
        Map<LiveParameter, Map<String, INDArray>> states = states(updater, to);
        for (Giver taker : to) {
            INDArray first = first(taker.parameter(), states);
            INDArray mean = means.get(taker.parameter());
            if (first != null && mean != null) {
                first.assign(mean.muli(factor(taker, step)));
                mean.close();
                // The velocity is in the units of the rate to come.
                taker.parameter().lastRate = taker.rate();
            }
        }
    }

    private static Map<LiveParameter, Map<String, INDArray>> states(LiveUpdater updater, List<Giver> of) {
        return updater.states(of.stream().map(Giver::parameter).toList());
    }

    private static INDArray first(LiveParameter parameter, Map<LiveParameter, Map<String, INDArray>> states) {
        String name = parameter.rule() instanceof Nesterovs ? "V" : "M";
        return Objects.requireNonNull(states.getOrDefault(parameter, Map.of()).get(name), name);
    }

    /** Returns what m̂ is multiplied by in a rule's first moment. */
    private double factor(Giver giver, long at) {
        IUpdater rule = giver.parameter().rule();
        int iteration = Math.toIntExact(Math.max(0, at));
        double decay = Rules.firstDecay(rule, iteration, epoch).orElse(0);
        return rule instanceof Nesterovs
                ? -giver.rate() / (1 - decay)
                : 1 - Math.pow(decay, (double) giver.localStep());
    }
}
