package io.github.redescent.policy;

import io.github.redescent.control.Action;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Evidence;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Policy;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.Rate;
import io.github.redescent.control.Run;
import io.github.redescent.control.Transition;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.region.Numbers;
import io.github.redescent.trend.Series;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reports layers whose weights move by far too much or too little per update, with a rate that suits their scale. It
 * changes nothing. The update ratio of layer l is
 *
 * <p>r = ‖Δθ_l‖ / ‖θ_l‖;
 *
 * <p>about 1e-3 is healthy (a rule of thumb of the field: Karpathy, CS231n notes, "Ratio of weights:updates"). Adaptive
 * rules such as Adam move each weight by about the rate η, whatever the gradient's scale, so r ≈ η/RMS(θ_l), and the
 * same rate is a different step for weights of another scale: a rate says nothing without it. Hence the suggestion η =
 * 1e-3·RMS(θ_l) for those; for any rule η·1e-3/r. (Both ours.) Weights only: biases and gains start at a constant.
 *
 * <p>A layer is reported when the median of its newest three ratios lies off by more than the tolerance, and again only
 * after it was healthy in between. Short trainings want more than 1e-3 at first, and all runs less towards their end.
 *
 * @param every optimizer updates between two measurements, at least 1; default 100: they cost about as much as an
 *     update
 * @param healthy the ratio that layers should have, in (0, 1); default 1e-3
 * @param tolerance factor by which a ratio may lie off, above 1; default 10
 */
public record UpdateRatio(long every, double healthy, double tolerance) implements Policy<UpdateRatio.State> {
    private static final int NEWEST = 3;
    private static final UpdateRatio DEFAULTS = new UpdateRatio(100, 1e-3, 10);
    private static final Set<Measurement> WANTED =
            Set.of(Measurement.perTensor(Quantity.UPDATE_NORM), Measurement.perTensor(Quantity.PARAMETER_NORM));

    /**
     * A layer's weights.
     *
     * @param path of the tensor
     * @param group its group
     * @param entries of the tensor
     * @param ratios the newest ones
     * @param off whether it was reported and has not been healthy since
     */
    public record Layer(String path, String group, long entries, Series ratios, boolean off) {
        private Layer see(double ratio, UpdateRatio rule) {
            Series newest = ratios.append(ratio, NEWEST);
            double median = newest.median();
            boolean isOff = newest.size() == NEWEST
                    && (median > rule.healthy * rule.tolerance || median < rule.healthy / rule.tolerance);
            return new Layer(path, group, entries, newest, isOff);
        }
    }

    /**
     * What it remembers.
     *
     * @param layers the weights it looks at
     * @param next the step at which it measures next
     */
    public record State(List<Layer> layers, long next) {
        /** Copies the list. */
        public State {
            layers = List.copyOf(layers);
        }
    }

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public UpdateRatio {
        if (every < 1) {
            throw new IllegalArgumentException("every must be at least 1 step, got " + every + "; try 100");
        }
        if (!(healthy > 0 && healthy < 1)) {
            throw new IllegalArgumentException("healthy must be in (0, 1), got " + healthy + "; try 1e-3");
        }
        if (!(tolerance > 1 && tolerance < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("tolerance must be above 1, got " + tolerance + "; try 10");
        }
    }

    /** Returns the diagnostics with all defaults. */
    public static UpdateRatio defaults() {
        return DEFAULTS;
    }

    /** Returns these diagnostics at another interval, in optimizer updates. */
    public UpdateRatio withEvery(long steps) {
        return new UpdateRatio(steps, healthy, tolerance);
    }

    /** Returns these diagnostics for another healthy ratio. */
    public UpdateRatio withHealthy(double ratio) {
        return new UpdateRatio(every, ratio, tolerance);
    }

    /** Returns these diagnostics with another tolerance. */
    public UpdateRatio withTolerance(double factor) {
        return new UpdateRatio(every, healthy, factor);
    }

    /**
     * Returns the rate at which an adaptive rule moves weights by a thousandth of themselves per update.
     *
     * @param rootMeanSquare RMS of the weights, ‖θ‖/√n; at least 0
     */
    public static double adaptiveRate(double rootMeanSquare) {
        return DEFAULTS.healthy * rootMeanSquare;
    }

    @Override
    public Class<State> stateType() {
        return State.class;
    }

    @Override
    public State start(Run run) {
        List<Layer> layers = new ArrayList<>();
        for (ParameterInfo info : WeightTensors.in(run)) {
            layers.add(new Layer(info.path(), info.group(), info.count(), Series.of(), false));
        }
        return new State(layers, run.firstStep() + every);
    }

    @Override
    public List<Action> repertoire() {
        return List.of();
    }

    @Override
    public Set<Measurement> wants(State state, Moment moment, long step) {
        return step >= state.next() ? WANTED : Set.of();
    }

    @Override
    public Transition<State> update(State state, Observation now) {
        if (now.step() < state.next()) {
            return Transition.to(state);
        }
        Map<String, Double> updates = now.measured().perTensor(Quantity.UPDATE_NORM);
        Map<String, Double> norms = now.measured().perTensor(Quantity.PARAMETER_NORM);
        List<Layer> layers = new ArrayList<>();
        List<String> reports = new ArrayList<>();
        Map<String, Double> measured = new HashMap<>();
        Map<String, Double> limits = new HashMap<>();
        for (Layer layer : state.layers()) {
            double norm = norms.getOrDefault(layer.path(), Double.NaN);
            double ratio = updates.getOrDefault(layer.path(), Double.NaN) / norm;
            boolean known = ratio >= 0 && ratio < Double.POSITIVE_INFINITY; // not frozen, not all zero, finite
            Layer seen = known ? layer.see(ratio, this) : layer;
            layers.add(seen);
            if (seen.off() && !layer.off()) {
                reports.add(report(seen, norm, now, measured, limits));
            }
        }
        State next = new State(layers, now.step() + every);
        if (reports.isEmpty()) {
            return Transition.to(next);
        }
        String sentence = String.join("; ", reports) + "; healthy is about " + Numbers.brief(healthy);
        return Transition.to(next, new Decision(List.of(), new Evidence("update-ratio", sentence, measured, limits)));
    }

    private String report(
            Layer layer, double norm, Observation now, Map<String, Double> measured, Map<String, Double> limits) {
        double ratio = layer.ratios().median();
        double adaptive = healthy * norm / Math.sqrt((double) layer.entries());
        double rate = Optional.ofNullable(now.rates().get(layer.group()))
                .map(Rate::effective)
                .orElse(Double.NaN);
        double suited = rate * healthy / ratio;
        measured.put("ratio " + layer.path(), ratio);
        measured.put("rate " + layer.path(), rate);
        limits.put("ratio " + layer.path(), healthy);
        limits.put("rate " + layer.path(), suited);
        limits.put("adaptive rate " + layer.path(), adaptive);
        return layer.path() + " moves by " + Numbers.brief(ratio) + " of itself per update"
                + (ratio > 0 && rate > 0 ? ", rate " + Numbers.brief(suited) + " suits it" : "") + ", by its scale "
                + Numbers.brief(adaptive) + " for Adam and its kin";
    }
}
