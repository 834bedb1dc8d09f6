package io.github.redescent;

import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.policy.GradualUnfreeze;
import io.github.redescent.policy.ReinitializeOnBadRegion;
import io.github.redescent.policy.ResetOnDecay;
import io.github.redescent.policy.ResetOnSpike;
import io.github.redescent.policy.SpikeGuard;
import io.github.redescent.policy.SwitchOptimizer;
import io.github.redescent.policy.SwitchRate;
import io.github.redescent.policy.Trigger;
import io.github.redescent.policy.UpdateRatio;
import java.util.List;
import java.util.stream.IntStream;

/** Recipes for common needs. */
public final class Recipes {
    private static final String HEAD = "head";
    private static final String BODY = "body";

    private Recipes() {}

    /**
     * Returns a recipe for a run that will not learn: weights are drawn anew and the rate is lowered when the run is in
     * a bad region, and optimizer state is reset when the rate decays.
     *
     * @param acceptableLoss the training loss that the run should reach, on the scale that the listener observes
     */
    public static Recipe rescue(double acceptableLoss) {
        return Recipe.of(
                ResetOnDecay.defaults(), ReinitializeOnBadRegion.defaults().withAcceptableLoss(acceptableLoss));
    }

    /**
     * Returns a recipe that trains the new head of a pretrained model and nothing else.
     *
     * @param head glob of the head's parameters
     */
    public static Recipe headOnly(String head, OptimizerSpec optimizer) {
        return Recipe.of(ParameterGroups.builder().group(HEAD, head, optimizer).otherwiseFrozen());
    }

    /**
     * Returns a recipe that gives the new head of a pretrained model one optimizer, such as Adam, and the body another,
     * such as slow SGD.
     *
     * @param head glob of the head's parameters
     */
    public static Recipe split(String head, OptimizerSpec headOptimizer, OptimizerSpec bodyOptimizer) {
        return Recipe.of(
                ParameterGroups.builder().group(HEAD, head, headOptimizer).otherwise(bodyOptimizer));
    }

    /**
     * Returns a recipe that trains the head first and lets the body's layers follow from the head down, the lower the
     * slower (ULMFiT: Howard &amp; Ruder 2018, arXiv 1801.06146).
     *
     * @param body one glob per layer, from the input on; all else is the head
     * @param decay rate of a layer as a share of that of the layer above, in (0, 1]; 0.75 is usual
     * @param epochs between two layers, at least 1
     */
    public static Recipe gradual(
            List<String> body, double decay, int epochs, OptimizerSpec headOptimizer, OptimizerSpec bodyOptimizer) {
        String[] downwards = IntStream.range(0, body.size())
                .mapToObj(below -> BODY + '-' + (body.size() - below))
                .toArray(String[]::new);
        ParameterGroups groups = ParameterGroups.builder()
                .layerwise(BODY, bodyOptimizer, decay, body)
                .otherwise(headOptimizer);
        return Recipe.of(GradualUnfreeze.of(downwards).everyEpochs(epochs)).withGroups(groups);
    }

    /**
     * Returns a recipe for a run that does not get anywhere, of which nothing else is known. A run that sits in a bad
     * region does not leave it at the rate that it has, and no decay helps; so the rate is raised tenfold for 50
     * updates first, and then weights are drawn anew at a lower one, since too big a first rate makes the first guess
     * useless. Layers whose rate does not suit the scale of their weights are named.
     *
     * <p>Limits: where labels cannot be read, a flat loss is only reported; {@link #rescue} takes the loss that you
     * expect. Tasks that show no progress for long by nature, such as parity, look stuck.
     */
    public static Recipe stuckRun() {
        return Recipe.of(
                ReinitializeOnBadRegion.defaults().withKick(10, 50), ResetOnDecay.defaults(), UpdateRatio.defaults());
    }

    /**
     * Returns a recipe for a long training that begins with an adaptive optimizer: once the loss no longer falls,
     * gradient descent with momentum takes over at a rate that keeps updates as large as they were, since its even
     * steps end more surely in a better minimum than adaptive ones, which are the faster to begin with. It is on trial
     * for 500 updates, and taken back if the loss rises.
     *
     * <p>Limits: say the run's length with {@link Recipe#withPlannedSteps}, by which the plateau's window scales. In
     * short runs, with sparse inputs and under a schedule that has come near zero there is little to gain
     * (docs/switching.md); whether it beats Adam with a decayed rate is a matter of task (docs/claims.md).
     */
    public static Recipe longTraining() {
        return Recipe.of(
                SwitchOptimizer.to(OptimizerSpec.sgd().withMomentum(0.9))
                        .when(Trigger.onPlateau())
                        .rate(SwitchRate.matched())
                        .ramp(100)
                        .trial(500),
                ResetOnDecay.defaults());
    }

    /**
     * Returns a recipe for a pretrained body with a new head: slow gradient descent for the body, which keeps what it
     * has learned, and Adam for the head, which has everything to learn. Never two optimizers on one parameter.
     *
     * <p>Limits: body and head together must be all of the model. The body's rate of 1e-3 and the head's of 1e-3 are
     * starting points; {@link #split} takes others, {@link #gradual} lets the body follow layer by layer, and with much
     * new data a body that trains at the head's rate ends better.
     *
     * @param body glob of the pretrained parameters
     * @param head glob of the new ones
     */
    public static Recipe fineTuning(String body, String head) {
        return Recipe.of(ParameterGroups.builder()
                .group(HEAD, head, OptimizerSpec.adam(1e-3))
                .group(BODY, body, OptimizerSpec.sgd(1e-3).withMomentum(0.9))
                .exhaustive());
    }

    /**
     * Returns a recipe for a stream of data that may drift: plain gradient descent, which has no memory of how the data
     * were, and so follows small changes at once; and a guard that leaves out a batch whose gradient is not finite or
     * far too large, for in a stream nobody looks at the data first.
     *
     * <p>Limits: gradient descent needs features of one scale; scale them, and find the rate with a range test. A
     * sudden large change is not mastered by it; the guard leaves out eight such batches and then takes them as they
     * are. No restart is made: a loss that rises with a drift looks like a bad region.
     *
     * @param rate constant learning rate, finite and at least 0; 0.01 is a start
     */
    public static Recipe onlineLearning(double rate) {
        return Recipe.of(SpikeGuard.defaults())
                .withGroups(ParameterGroups.builder().otherwise(OptimizerSpec.sgd(rate)));
    }

    /**
     * Returns a recipe for inputs that are mostly zero, such as words or one-hot categories: Adam, whose rate of each
     * weight is its own, so that rare features move as far when they come as frequent ones.
     *
     * <p>Limits: weights of rare features go on moving by momentum while their feature is absent, and decay with weight
     * decay; leave that at 0. Not worth it for images: their zeros are no absent features.
     *
     * @param rate constant learning rate, finite and at least 0; 1e-3 is a start
     */
    public static Recipe sparseInputs(double rate) {
        return Recipe.of(ResetOnDecay.defaults())
                .withGroups(ParameterGroups.builder().otherwise(OptimizerSpec.adam(rate)));
    }

    /**
     * Returns a recipe against spikes, after SPAM (Huang et al. 2025, arXiv 2501.06842): updates with far too large or
     * not finite gradients are left out, jumps of the loss reset the first moment, and every 500 steps all moments are
     * reset, with a re-warm-up over 150.
     *
     * <p>Limits: for adaptive optimizers. SPAM clips single weights' gradients; here whole updates are left out, or
     * clipped with {@link SpikeGuard#withClipping} where the host can. A run of less than some thousand steps loses
     * more by the periodic resets than it gains.
     */
    public static Recipe spikes() {
        return Recipe.of(SpikeGuard.defaults(), ResetOnSpike.spam());
    }
}
