package io.github.redescent.policy;

import io.github.redescent.control.Quantity;
import io.github.redescent.control.Span;
import io.github.redescent.optimizer.Adam;
import io.github.redescent.optimizer.LearningRate;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.optimizer.Sgd;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/** Weights θ with loss Σ cᵢθᵢ²/2 and gradients cθ plus noise that depends on step and entry alone; Adam and SGD. */
final class SimulatedGroup {
    private static final OptimizerSpec FIRST = OptimizerSpec.adam(0.01);

    final Map<Span, Double> factors = new EnumMap<>(Span.class);
    OptimizerSpec optimizer = FIRST;
    private final double[] weights;
    private final double[] first;
    private final double[] second;
    private LearningRate schedule = FIRST.rate();
    private long scheduleBegan;
    private long local;

    SimulatedGroup(int count) {
        weights = new double[count];
        first = new double[count];
        second = new double[count];
        draw(1);
    }

    SimulatedGroup copy() {
        SimulatedGroup copy = new SimulatedGroup(weights.length);
        System.arraycopy(weights, 0, copy.weights, 0, weights.length);
        System.arraycopy(first, 0, copy.first, 0, weights.length);
        System.arraycopy(second, 0, copy.second, 0, weights.length);
        copy.factors.putAll(factors);
        copy.optimizer = optimizer;
        copy.schedule = schedule;
        copy.scheduleBegan = scheduleBegan;
        copy.local = local;
        return copy;
    }

    double[] weights() {
        return weights.clone();
    }

    double loss() {
        double loss = 0;
        for (int i = 0; i < weights.length; i++) {
            loss += curvature(i) * weights[i] * weights[i] / 2;
        }
        return loss;
    }

    private static double curvature(int i) {
        return 0.5 + 0.1 * i;
    }

    void draw(long seed) {
        for (int i = 0; i < weights.length; i++) {
            weights[i] = 2 * Math.sin(seed + 3.7 * i);
        }
    }

    double scheduled(long step) {
        return schedule.at(step - scheduleBegan);
    }

    void use(OptimizerSpec next, long step) {
        OptionalDouble share = next.rate().keptShare();
        if (share.isPresent()) {
            schedule = schedule.times(share.getAsDouble());
        } else {
            schedule = next.rate();
            scheduleBegan = step;
        }
        optimizer = next;
        reset();
    }

    void useFirst() {
        if (optimizer != FIRST) {
            optimizer = FIRST;
            schedule = FIRST.rate();
            scheduleBegan = 0;
            reset();
        }
    }

    void reset() {
        local = 0;
        Arrays.fill(first, 0);
        Arrays.fill(second, 0);
    }

    Map<Quantity, Double> update(long step, double noise) {
        local++;
        double rate =
                scheduled(step - 1) * factors.getOrDefault(Span.LASTING, 1.0) * factors.getOrDefault(Span.PASSING, 1.0);
        double gradients = 0;
        double updates = 0;
        double dot = 0;
        double norm = 0;
        for (int i = 0; i < weights.length; i++) {
            double g = curvature(i) * weights[i] + noise * Math.sin(step * 12.9898 + i * 78.233) * 3;
            double p = -rate * direction(i, g);
            weights[i] += p;
            gradients += g * g;
            updates += p * p;
            dot += p * g;
            norm += weights[i] * weights[i];
        }
        return Map.of(
                Quantity.GRADIENT_NORM, Math.sqrt(gradients),
                Quantity.UPDATE_NORM, Math.sqrt(updates),
                Quantity.UPDATE_DOT_GRADIENT, dot,
                Quantity.PARAMETER_NORM, Math.sqrt(norm));
    }

    private double direction(int i, double g) {
        if (optimizer instanceof Adam adam) {
            first[i] = adam.beta1() * first[i] + (1 - adam.beta1()) * g;
            second[i] = adam.beta2() * second[i] + (1 - adam.beta2()) * g * g;
            return first[i]
                    / (1 - Math.pow(adam.beta1(), (double) local))
                    / (Math.sqrt(second[i] / (1 - Math.pow(adam.beta2(), (double) local))) + adam.eps());
        }
        double momentum = optimizer instanceof Sgd sgd ? sgd.momentum() : 0;
        first[i] = local == 1 ? g : momentum * first[i] + g;
        return first[i];
    }
}
