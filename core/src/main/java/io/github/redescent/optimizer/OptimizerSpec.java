package io.github.redescent.optimizer;

/**
 * What an optimizer is, without its state: a value with PyTorch's names, defaults and meanings, that adapters translate
 * for their framework. All numbers are checked when a spec is made.
 *
 * <p>In every record {@code rate} is the learning rate, t the local step (updates since the parameter's last reset), m
 * and v the running first and second moments of the gradient.
 */
public sealed interface OptimizerSpec
        permits Sgd, Adam, AdamW, AmsGrad, NAdam, RAdam, AdaMax, RmsProp, AdaGrad, AdaDelta, Host {
    /** Returns the learning rate. */
    LearningRate rate();

    /**
     * Returns this optimizer with another learning rate.
     *
     * @throws IllegalStateException if the rate is the host's
     */
    OptimizerSpec withRate(LearningRate newRate);

    /** Returns how much of the weight is taken off it, coupled or decoupled as the optimizer has it. */
    double weightDecay();

    /**
     * Returns this optimizer with another weight decay.
     *
     * @throws IllegalArgumentException if it is negative or not finite
     * @throws IllegalStateException if the decay is the host's
     */
    OptimizerSpec withWeightDecay(double newDecay);

    /** Returns the name of its kind, such as {@code Adam}. */
    default String kind() {
        return getClass().getSimpleName();
    }

    /** Returns the answer of the case that this optimizer is. */
    <R> R match(Cases<R> cases);

    /** Returns stochastic gradient descent with PyTorch's defaults, for a switch that finds the rate itself. */
    static Sgd sgd() {
        return Sgd.defaults();
    }

    /**
     * Returns stochastic gradient descent with PyTorch's defaults; {@code sgd(0.1).withMomentum(0.9)} for momentum.
     *
     * @param rate constant learning rate, finite and at least 0
     * @throws IllegalArgumentException if the rate is out of range
     */
    static Sgd sgd(double rate) {
        return Sgd.defaults().withRate(LearningRate.constant(rate));
    }

    /**
     * Returns Adam with PyTorch's defaults.
     *
     * @param rate constant learning rate, finite and at least 0
     * @throws IllegalArgumentException if the rate is out of range
     */
    static Adam adam(double rate) {
        return Adam.defaults().withRate(LearningRate.constant(rate));
    }

    /**
     * Returns Adam with decoupled weight decay with PyTorch's defaults.
     *
     * @param rate constant learning rate, finite and at least 0
     * @throws IllegalArgumentException if the rate is out of range
     */
    static AdamW adamW(double rate) {
        return AdamW.defaults().withRate(LearningRate.constant(rate));
    }

    /**
     * Returns AMSGrad with PyTorch's defaults.
     *
     * @param rate constant learning rate, finite and at least 0
     * @throws IllegalArgumentException if the rate is out of range
     */
    static AmsGrad amsGrad(double rate) {
        return AmsGrad.defaults().withRate(LearningRate.constant(rate));
    }

    /**
     * Returns NAdam with PyTorch's defaults.
     *
     * @param rate constant learning rate, finite and at least 0
     * @throws IllegalArgumentException if the rate is out of range
     */
    static NAdam nAdam(double rate) {
        return NAdam.defaults().withRate(LearningRate.constant(rate));
    }

    /**
     * Returns RAdam with PyTorch's defaults.
     *
     * @param rate constant learning rate, finite and at least 0
     * @throws IllegalArgumentException if the rate is out of range
     */
    static RAdam rAdam(double rate) {
        return RAdam.defaults().withRate(LearningRate.constant(rate));
    }

    /**
     * Returns AdaMax with PyTorch's defaults.
     *
     * @param rate constant learning rate, finite and at least 0
     * @throws IllegalArgumentException if the rate is out of range
     */
    static AdaMax adaMax(double rate) {
        return AdaMax.defaults().withRate(LearningRate.constant(rate));
    }

    /**
     * Returns RMSprop with PyTorch's defaults.
     *
     * @param rate constant learning rate, finite and at least 0
     * @throws IllegalArgumentException if the rate is out of range
     */
    static RmsProp rmsProp(double rate) {
        return RmsProp.defaults().withRate(LearningRate.constant(rate));
    }

    /**
     * Returns AdaGrad with PyTorch's defaults.
     *
     * @param rate constant learning rate, finite and at least 0
     * @throws IllegalArgumentException if the rate is out of range
     */
    static AdaGrad adaGrad(double rate) {
        return AdaGrad.defaults().withRate(LearningRate.constant(rate));
    }

    /**
     * Returns AdaDelta with PyTorch's defaults.
     *
     * @param rate constant learning rate, finite and at least 0
     * @throws IllegalArgumentException if the rate is out of range
     */
    static AdaDelta adaDelta(double rate) {
        return AdaDelta.defaults().withRate(LearningRate.constant(rate));
    }

    /**
     * Returns an optimizer of the host framework.
     *
     * @throws IllegalArgumentException if the name is blank
     */
    static Host host(String name) {
        return new Host(name);
    }

    /**
     * One answer for each kind of optimizer.
     *
     * @param <R> the answer
     */
    interface Cases<R> {
        /** Answers for stochastic gradient descent. */
        R sgd(Sgd spec);

        /** Answers for Adam. */
        R adam(Adam spec);

        /** Answers for Adam with decoupled weight decay. */
        R adamW(AdamW spec);

        /** Answers for AMSGrad. */
        R amsGrad(AmsGrad spec);

        /** Answers for NAdam. */
        R nAdam(NAdam spec);

        /** Answers for RAdam. */
        R rAdam(RAdam spec);

        /** Answers for AdaMax. */
        R adaMax(AdaMax spec);

        /** Answers for RMSprop. */
        R rmsProp(RmsProp spec);

        /** Answers for AdaGrad. */
        R adaGrad(AdaGrad spec);

        /** Answers for AdaDelta. */
        R adaDelta(AdaDelta spec);

        /** Answers for an optimizer of the host. */
        R host(Host spec);
    }
}
