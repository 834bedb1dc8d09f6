package io.github.redescent.djl.optimizer;

import io.github.redescent.optimizer.AdaDelta;
import io.github.redescent.optimizer.AdaGrad;
import io.github.redescent.optimizer.AdaMax;
import io.github.redescent.optimizer.Adam;
import io.github.redescent.optimizer.AdamW;
import io.github.redescent.optimizer.AmsGrad;
import io.github.redescent.optimizer.Host;
import io.github.redescent.optimizer.NAdam;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.optimizer.RAdam;
import io.github.redescent.optimizer.RmsProp;
import io.github.redescent.optimizer.Sgd;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.LongFunction;

/** Translates specs into calls of the program; the numbers' order is that of the methods in {@code rules.py}. */
final class Rules implements OptimizerSpec.Cases<Rule> {
    private static final Slot MEAN = Slot.first("exp_avg");
    private static final Slot SQUARE = Slot.second("exp_avg_sq");

    /** RMSprop's momentum averages steps, not gradients, and comes second. */
    private static OptionalDouble noMean(long updates) {
        return OptionalDouble.empty();
    }

    private static LongFunction<OptionalDouble> corrected(double beta) {
        return updates -> OptionalDouble.of(1 / (1 - Math.pow(beta, (double) updates)));
    }

    @Override
    public Rule sgd(Sgd spec) {
        if (spec.momentum() == 0) {
            return new Rule(
                    "sgd", List.of(), (rate, first, second) -> new double[] {rate, spec.weightDecay()}, Rules::noMean);
        }
        Rule.Numbers numbers = (rate, first, second) -> new double[] {
            rate, first, spec.weightDecay(), spec.momentum(), spec.dampening(), spec.nesterov() ? 1 : 0
        };
        LongFunction<OptionalDouble> scale = spec.dampening() == 1
                ? Rules::noMean
                : updates -> OptionalDouble.of((1 - spec.momentum()) / (1 - spec.dampening()));
        return new Rule("momentum", List.of(Slot.first("momentum_buffer")), numbers, scale);
    }

    @Override
    public Rule adam(Adam spec) {
        return new Rule(
                "adam",
                List.of(MEAN, SQUARE),
                (rate, first, second) ->
                        new double[] {rate, first, second, spec.beta1(), spec.beta2(), spec.eps(), spec.weightDecay()},
                corrected(spec.beta1()));
    }

    @Override
    public Rule adamW(AdamW spec) {
        return new Rule(
                "adam_w",
                List.of(MEAN, SQUARE),
                (rate, first, second) ->
                        new double[] {rate, first, second, spec.beta1(), spec.beta2(), spec.eps(), spec.weightDecay()},
                corrected(spec.beta1()));
    }

    @Override
    public Rule amsGrad(AmsGrad spec) {
        List<Slot> slots = List.of(MEAN, SQUARE, Slot.second("max_exp_avg_sq"));
        return new Rule(
                "ams_grad",
                slots,
                (rate, first, second) ->
                        new double[] {rate, first, second, spec.beta1(), spec.beta2(), spec.eps(), spec.weightDecay()},
                corrected(spec.beta1()));
    }

    @Override
    public Rule nAdam(NAdam spec) {
        return new Rule(
                "n_adam",
                List.of(MEAN, SQUARE),
                (rate, first, second) -> {
                    double decay = mu(spec, first);
                    double next = mu(spec, first + 1);
                    double product = muProduct(spec, first);
                    return new double[] {
                        rate, second, decay, next, product, spec.beta1(), spec.beta2(), spec.eps(), spec.weightDecay()
                    };
                },
                corrected(spec.beta1()));
    }

    private static double mu(NAdam spec, long step) {
        return spec.beta1() * (1 - 0.5 * Math.pow(0.96, step * spec.momentumDecay()));
    }

    /** Stops once 1 minus the product is 1 in double precision, so that it stays cheap in a long run. */
    private static double muProduct(NAdam spec, long step) {
        double product = 1;
        for (long i = 1; i <= step && product > 1e-17; i++) {
            product *= mu(spec, i);
        }
        return product;
    }

    @Override
    public Rule rAdam(RAdam spec) {
        return new Rule(
                "r_adam",
                List.of(MEAN, SQUARE),
                (rate, first, second) ->
                        new double[] {rate, first, second, spec.beta1(), spec.beta2(), spec.eps(), spec.weightDecay()},
                corrected(spec.beta1()));
    }

    @Override
    public Rule adaMax(AdaMax spec) {
        return new Rule(
                "ada_max",
                List.of(MEAN, Slot.second("exp_inf")),
                (rate, first, second) ->
                        new double[] {rate, first, spec.beta1(), spec.beta2(), spec.eps(), spec.weightDecay()},
                corrected(spec.beta1()));
    }

    @Override
    public Rule rmsProp(RmsProp spec) {
        Slot square = Slot.second("square_avg");
        Slot mean = Slot.second("grad_avg");
        Slot buffer = Slot.first("momentum_buffer");
        Rule.Numbers numbers = (rate, first, second) ->
                new double[] {rate, spec.alpha(), spec.eps(), spec.weightDecay(), spec.momentum()};
        if (spec.momentum() == 0) {
            return spec.centered()
                    ? new Rule("rms_prop_centered", List.of(square, mean), numbers, Rules::noMean)
                    : new Rule("rms_prop", List.of(square), numbers, Rules::noMean);
        }
        return spec.centered()
                ? new Rule("rms_prop_centered_momentum", List.of(square, mean, buffer), numbers, Rules::noMean)
                : new Rule("rms_prop_momentum", List.of(square, buffer), numbers, Rules::noMean);
    }

    @Override
    public Rule adaGrad(AdaGrad spec) {
        Slot sum = new Slot("sum", Slot.Moment.SECOND, spec.initialAccumulator());
        return new Rule(
                "ada_grad",
                List.of(sum),
                (rate, first, second) -> new double[] {rate, second, spec.rateDecay(), spec.eps(), spec.weightDecay()},
                Rules::noMean);
    }

    @Override
    public Rule adaDelta(AdaDelta spec) {
        List<Slot> slots = List.of(Slot.second("square_avg"), Slot.second("acc_delta"));
        return new Rule(
                "ada_delta",
                slots,
                (rate, first, second) -> new double[] {rate, spec.rho(), spec.eps(), spec.weightDecay()},
                Rules::noMean);
    }

    @Override
    public Rule host(Host spec) {
        throw new IllegalArgumentException("DJL's own optimizers can be neither reset nor saved, so the host"
                + " optimizer \"" + spec.name() + "\" cannot be bound; use a spec such as OptimizerSpec.adam(1e-3)");
    }
}
