package io.github.redescent.spi;

import io.github.redescent.control.Action;
import io.github.redescent.control.Handover;
import io.github.redescent.control.Part;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.parameter.ParameterSet;
import io.github.redescent.parameter.ParameterTable;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * One model in training, as its framework sees it: tensors by parameter, and nothing decided. It moves tensors and
 * remembers none of what {@link Books} keeps: which optimizer a parameter has, since when, at which factors, and
 * whether it is frozen. It reads those books when it makes an update. Called on the training thread, between an update
 * and the next forward pass, unless a method says otherwise.
 */
public interface HostModel {
    /**
     * Returns the parameters in the host's order as they are without a recipe: groups are the host's own, and frozen is
     * what the host keeps from training for good. Paths, kinds and shapes stay for the whole run.
     */
    ParameterTable parameters();

    /**
     * Returns the optimizer that each parameter has without a recipe, in table order; the host's own ones as
     * {@link OptimizerSpec#host}. Those of frozen parameters and running statistics are never asked for anything.
     */
    List<OptimizerSpec> optimizers();

    /**
     * Returns the learning rate of a schedule of the host's, NaN if its rule has none.
     *
     * @param name what {@link io.github.redescent.optimizer.LearningRate#host} calls it
     * @param step updates since the schedule began, from 0
     * @param epoch completed epochs since then
     */
    double rate(String name, long step, int epoch);

    /** Returns the same for one parameter, where a host's schedules tell parameters apart. */
    default double rate(ParameterInfo of, String name, long step, int epoch) {
        return rate(name, step, epoch);
    }

    /**
     * Checks at attach that an action is possible on some parameters; what is frozen at the time included.
     *
     * @throws UnsupportedByBackendException if it is not; the message says what to do
     */
    void require(Action example, ParameterSet on);

    /**
     * Checks at attach that parameters can start with an optimizer in place of the host's own. Groups are checked
     * before actions, so that a host knows what these will meet.
     *
     * @throws UnsupportedByBackendException if it is not possible; the message says what to do
     */
    default void requireStart(ParameterSet on, OptimizerSpec optimizer) {
        require(new Action.UseOptimizer(ParameterSelector.all(), optimizer, Handover.FRESH), on);
    }

    /**
     * Is told at attach that everything was required and nothing has changed yet: the last chance to refuse, for what
     * depends on several actions together.
     *
     * @throws UnsupportedByBackendException if it is not possible; the message says what to do
     */
    default void requireTogether() {}

    /** Is told, before an update, which quantities will be asked for after it, so that it can copy what they need. */
    default void expect(Set<Quantity> quantities) {}

    /**
     * Returns one sum per parameter, in the set's order: of squares for norms, of products for the dot product, of ones
     * for zero entries. Gradients, which are those of the mean loss before clipping, are asked for right before an
     * update; updates right after it, if they were {@link #expect expected}; weights at any time.
     */
    double[] sums(Quantity quantity, ParameterSet on);

    /**
     * Returns one sum per parameter, in the set's order: of the squares of the differences between its weights now and
     * in a slot. Asked at any time.
     *
     * @param slot a slot that weights were kept in
     */
    default double[] distances(String slot, ParameterSet on) {
        throw new UnsupportedByBackendException("weights cannot be compared with kept ones here");
    }

    /**
     * Returns the loss of the best constant prediction known so far on the batch at hand, on the observed loss's scale;
     * empty where the loss cannot be evaluated on a constant. Asked right before an update. What it throws is reported
     * once and ends the question, never the run.
     */
    default OptionalDouble constantLoss() {
        return OptionalDouble.empty();
    }

    /** Returns whether {@link #scaleGradients} works. */
    default boolean scalesGradients() {
        return false;
    }

    /**
     * Multiplies gradients, right before an update that uses them.
     *
     * @param factor in (0, 1)
     */
    default void scaleGradients(ParameterSet on, double factor) {
        throw new UnsupportedByBackendException("gradients cannot be scaled here; skip updates instead of clipping");
    }

    /**
     * Gives parameters other optimizers, with the state of brand-new ones.
     *
     * @param before what the books said of each so far
     * @param after what they say from now on, in the same order
     * @param handover whether the new first moment starts from the old one
     */
    void exchange(List<ParameterBook> before, List<ParameterBook> after, Handover handover);

    /** Makes moments of the present optimizers as new. */
    void renew(ParameterSet on, Moments which);

    /** Multiplies all moments of the present optimizers. */
    void shrink(ParameterSet on, double factor);

    /** Keeps parameters from training, running statistics included; their optimizers' state is not needed again. */
    void freeze(ParameterSet on);

    /** Lets parameters train again; their moments are {@link #renew renewed} next. */
    void unfreeze(ParameterSet on);

    /** Draws weights anew with the layers' own initialisers; running statistics become as new. */
    void redraw(ParameterSet on, long seed);

    /** Copies the whole model's tensors into a slot, in place of what was there. Also called before an update. */
    void keep(String slot, Set<Part> parts);

    /**
     * Writes a slot's tensors back. Where optimizer state is among the parts, the parameters have the optimizers that
     * it belongs to.
     */
    void restore(String slot, ParameterSet on, Set<Part> parts);

    /** Frees a slot. */
    void forget(String slot);

    /** Returns the bytes that one slot with all parts takes. */
    long slotBytes();

    /** Returns what a parameter's values are known by: equal values give equal numbers. */
    long fingerprint(String path);
}
