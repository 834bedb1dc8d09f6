package io.github.redescent.parameter;

import java.util.List;

/**
 * One parameter tensor of a model, described without its values.
 *
 * @param path unique and stable name, {@code layer/parameter}, such as {@code 0/W} or {@code stem/conv1/bias}
 * @param kind what the parameter does in its layer
 * @param shape its dimensions, outermost first; empty for a scalar
 * @param group the parameters that share one optimizer and learning-rate schedule; one rate is observed per group
 * @param frozen whether it is kept from training, by the host or by a recipe
 */
public record ParameterInfo(String path, Kind kind, List<Long> shape, String group, boolean frozen) {
    /**
     * Describes one parameter.
     *
     * @throws IllegalArgumentException if the path or the group is blank
     */
    public ParameterInfo {
        if (path.isBlank()) {
            throw new IllegalArgumentException("a parameter's path must not be blank; use layer/parameter");
        }
        if (group.isBlank()) {
            throw new IllegalArgumentException("the group of parameter " + path + " must not be blank");
        }
        shape = List.copyOf(shape);
    }

    /** Returns the number of entries. */
    public long count() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** Returns whether it is an optimizer's to move, now or once it is unfrozen: no running statistic. */
    public boolean optimized() {
        return kind != Kind.RUNNING_STATISTIC;
    }

    /** Returns whether an optimizer moves it: neither frozen nor a running statistic. */
    public boolean trainable() {
        return !frozen && optimized();
    }

    /** Returns this parameter in another group. */
    public ParameterInfo inGroup(String name) {
        return new ParameterInfo(path, kind, shape, name, frozen);
    }

    /** Returns this parameter as one that is kept from training. */
    public ParameterInfo asFrozen() {
        return new ParameterInfo(path, kind, shape, group, true);
    }

    /** Returns this parameter as one that is not kept from training. */
    public ParameterInfo asUnfrozen() {
        return new ParameterInfo(path, kind, shape, group, false);
    }

    /** Returns path, kind and shape as a text: what must be the same for saved state to fit. */
    public String signature() {
        return path + ' ' + kind + ' ' + shape;
    }
}
