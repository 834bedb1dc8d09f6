package io.github.redescent.policy;

import io.github.redescent.control.Evidence;
import io.github.redescent.control.Measurement;
import io.github.redescent.control.Quantity;
import io.github.redescent.region.Numbers;
import io.github.redescent.trend.Series;
import io.github.redescent.trend.Spread;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Switches once the rate that gradient descent would need is known (SWATS: Keskar and Socher 2017, arXiv 1712.07628,
 * section 3, algorithm 1). Each group is judged, and switched, by itself; the paper judges the whole model, as a recipe
 * with one group does. It says when the rate is known, not that a switch is of use.
 *
 * <p><b>The relative spread</b> of {@link Variant#ROBUST} is that of the estimates, 1.4826·MAD over |median| of the
 * sixteen newest: how far the running median has wandered in the course of a window. That of single γ says nothing: on
 * a perceptron with 2,500 digits (batch 16 to 500, Adam at 1e-3 and 1e-2, windows of 32 to 256) it has a median of 0.5
 * to 0.7 and stayed below 0.1 for a window's length not once in 2,500 updates. That of the estimates has a median of
 * 0.01 to 0.08, and the rule fires after 3.0 to 3.9 windows, three being the fewest possible. So it is the window that
 * sets the time; for a later switch take a longer one.
 *
 * @param variant which rule
 * @param beta2 the average's decay rate β₂, Adam's in the paper, in [0, 1); LITERAL only; default 0.999
 * @param window how many γ make an estimate, in [16, 1024]; ROBUST only; default 32
 * @param every one γ on so many updates, at least 1; ROBUST only, LITERAL takes every one; default 8: a γ costs about
 *     as much as an update of Adam, and eight are hardly better than one, since neighbouring ones are alike
 * @param spread relative spread below which the estimates count as settled, positive; ROBUST only; default 0.1
 */
public record Swats(Variant variant, double beta2, int window, int every, double spread) implements Trigger {
    /** How near the paper wants λ/(1 − β₂ᵏ) to be to γ. */
    private static final double EPSILON = 1e-9;

    /** Estimates per window: a spread of so many costs next to nothing, and rarely has to be taken. */
    private static final int ESTIMATES = 16;

    private static final Set<Measurement> WANTED = wanted();

    /** A rule for when the rate is known. */
    public enum Variant {
        /**
         * Ours: the rate is the median of γ over a window, of updates that go down (pᵀg &lt; 0) alone. It is known once
         * the relative spread of its estimates has stayed below a limit for a window's length, and it is clamped so
         * that the update is not larger right after the switch than right before.
         */
        ROBUST,
        /**
         * The paper's: λ ← β₂λ + (1 − β₂)γ over all updates with pᵀg ≠ 0, Λ = λ/(1 − β₂ᵏ), known when k &gt; 1 and |Λ −
         * γ| &lt; 1e-9. The limit is absolute while γ scales with the loss, and two noisy numbers do not meet it but by
         * chance: for comparison only.
         */
        LITERAL
    }

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is out of range
     */
    public Swats {
        if (!(beta2 >= 0 && beta2 < 1)) {
            throw new IllegalArgumentException("beta2 must be in [0, 1), got " + beta2 + "; try Adam's, 0.999");
        }
        if (window < ESTIMATES || window > 1024) {
            throw new IllegalArgumentException("window must be in [16, 1024], got " + window + "; try 32");
        }
        if (every < 1) {
            throw new IllegalArgumentException("every must be at least 1, got " + every + "; 1 takes each update");
        }
        if (!(spread > 0 && spread < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("spread must be positive and finite, got " + spread + "; try 0.1");
        }
    }

    static Swats of(Variant variant) {
        return new Swats(variant, 0.999, 32, 8, 0.1);
    }

    /** Returns this trigger with another decay rate of the average. */
    public Swats withBeta2(double newBeta2) {
        return new Swats(variant, newBeta2, window, every, spread);
    }

    /** Returns this trigger with another window. */
    public Swats withWindow(int gammas) {
        return new Swats(variant, beta2, gammas, every, spread);
    }

    /** Returns this trigger with another distance between two γ, in optimizer updates. */
    public Swats withEvery(int updates) {
        return new Swats(variant, beta2, window, updates, spread);
    }

    /** Returns this trigger with another limit on the relative spread. */
    public Swats withSpread(double limit) {
        return new Swats(variant, beta2, window, every, limit);
    }

    @Override
    public Set<Measurement> wants(long step, Watch watch) {
        boolean due = step / every > watch.course().step() / every; // the clock may jump over a multiple
        return variant == Variant.LITERAL || due ? WANTED : Set.of();
    }

    @Override
    public Projection follow(Projection before, double squared, double dot) {
        double gamma = squared / -dot;
        boolean usable = Double.isFinite(gamma) && (variant == Variant.LITERAL || dot < 0);
        if (!usable) {
            return new Projection(
                    before.count() + 1,
                    Double.NaN,
                    before.average(),
                    before.window(),
                    before.estimates(),
                    before.pending(),
                    before.calm());
        }
        return variant == Variant.LITERAL ? average(before, gamma) : estimate(before, gamma);
    }

    private Projection average(Projection before, double gamma) {
        double average = beta2 * before.average() + (1 - beta2) * gamma;
        return new Projection(before.count() + 1, gamma, average, before.window(), before.estimates(), 0, 0);
    }

    private Projection estimate(Projection before, double gamma) {
        Series gammas = before.window().append(gamma, window);
        long count = before.count() + 1;
        int pending = before.pending() + 1;
        if (gammas.size() < window || pending < window / ESTIMATES) {
            return new Projection(count, gamma, 0, gammas, before.estimates(), pending, before.calm());
        }
        Series estimates = before.estimates().append(gammas.median(), ESTIMATES);
        int calm = estimates.size() == ESTIMATES && relativeSpread(estimates) < spread ? before.calm() + 1 : 0;
        return new Projection(count, gamma, 0, gammas, estimates, 0, calm);
    }

    @Override
    public Optional<Evidence> fires(Watch watch) {
        Projection known = watch.projection();
        if (variant == Variant.LITERAL) {
            double corrected = corrected(known);
            double distance = Math.abs(corrected - known.newest());
            return known.count() > 1 && distance < EPSILON
                    ? Optional.of(new Evidence(
                            "swats-literal",
                            "average γ " + Numbers.brief(corrected) + " met the newest",
                            Map.of("γ", known.newest(), "Λ", corrected, "distance", distance),
                            Map.of("distance", EPSILON)))
                    : Optional.empty();
        }
        if (known.calm() < ESTIMATES) {
            return Optional.empty();
        }
        double relative = relativeSpread(known.estimates());
        double rate = known.window().median();
        return Optional.of(new Evidence(
                "swats",
                "projected rate " + Numbers.brief(rate) + ", spread " + Numbers.brief(relative) + " over "
                        + window * every + " updates",
                Map.of("γ", rate, "spread", relative),
                Map.of("spread", spread)));
    }

    @Override
    public Optional<ProjectedRate> projected(Projection known) {
        if (variant == Variant.LITERAL) {
            return Optional.of(new ProjectedRate(corrected(known), false));
        }
        return known.window().isEmpty()
                ? Optional.empty()
                : Optional.of(new ProjectedRate(known.window().median(), true));
    }

    @Override
    public boolean estimatesRate() {
        return true;
    }

    /** Returns Λ = λ/(1 − β₂ᵏ). */
    double corrected(Projection known) {
        return known.average() / (1 - Math.pow(beta2, (double) known.count()));
    }

    private static double relativeSpread(Series estimates) {
        return Spread.of(estimates) / Math.abs(estimates.median());
    }

    private static Set<Measurement> wanted() {
        Set<Measurement> all = new HashSet<>(Sizes.WANTED);
        all.add(Measurement.perGroup(Quantity.UPDATE_DOT_GRADIENT));
        return Set.copyOf(all);
    }
}
