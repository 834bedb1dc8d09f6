package io.github.redescent.djl;

import ai.djl.engine.EngineException;
import ai.djl.nn.Parameter;
import io.github.redescent.control.Action;
import io.github.redescent.control.Handover;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.djl.optimizer.Rule;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.Grouping;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSet;
import io.github.redescent.parameter.Treatment;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What DJL cannot do, found out when a recipe is attached. */
final class Requirements {
    private final ModelParameters model;
    private final Settings settings;
    private final Map<String, OptimizerSpec> specs = new HashMap<>();
    private final Set<String> frozenGroups = new HashSet<>();

    /**
     * Looks at a recipe's groups on a model.
     *
     * @throws IllegalArgumentException if they do not fit it
     */
    Requirements(ModelParameters model, Settings settings) {
        this.model = model;
        this.settings = settings;
        read(settings.recipe().groups().on(model.table()));
    }

    private void read(Grouping grouping) {
        for (Grouping.Group group : grouping.treatments()) {
            if (group.how() instanceof Treatment.Optimize given) {
                specs.put(group.name(), given.optimizer());
            } else if (group.how() instanceof Treatment.Frozen) {
                frozenGroups.add(group.name());
            }
        }
    }

    /**
     * Checks that an action is possible.
     *
     * @throws UnsupportedByBackendException if it is not; the message says what to do
     * @throws IllegalArgumentException if a rate names a schedule that is not bound
     */
    void check(Action example, ParameterSet on) {
        if (example instanceof Action.RestartSchedule) {
            on.members().forEach(this::requireRestartable);
        } else if (example instanceof Action.RedrawWeights) {
            on.members().forEach(this::requireInitializer);
        } else if (example instanceof Action.Unfreeze) {
            on.only(ParameterInfo::optimized).members().forEach(info -> {
                requireOptimizer(info);
                requireGradient(info);
            });
        } else if (example instanceof Action.UseOptimizer use) {
            Settings.requireKnown(use.optimizer(), new Trackers(settings.trackers()));
            if (use.handover() == Handover.MOMENTUM) {
                requireMomentum(use.optimizer(), "takes over");
                on.only(ParameterInfo::optimized)
                        .members()
                        .forEach(info -> requireMomentum(first(info), "hands over on " + info.path()));
            }
        }
    }

    /** Returns what a parameter starts with. */
    private OptimizerSpec first(ParameterInfo info) {
        return specs.getOrDefault(info.group(), settings.spec());
    }

    private void requireRestartable(ParameterInfo info) {
        if (!first(info).rate().hostName().isEmpty()) {
            throw new UnsupportedByBackendException("DJL's trackers remember how far they came and cannot start anew;"
                    + " give the optimizer of " + info.path()
                    + " a LearningRate, such as LearningRate.cosine(1e-3, 10_000)");
        }
    }

    private void requireInitializer(ParameterInfo info) {
        if (!info.frozen() && model.of(info.path()).parameter().getInitializer() == null) {
            throw new UnsupportedByBackendException("parameter " + info.path() + " has no initialiser to be drawn anew"
                    + " with, as in a loaded TorchScript model; set one with parameter.setInitializer, or leave"
                    + " re-initialisation out of the recipe");
        }
    }

    private void requireOptimizer(ParameterInfo info) {
        if (settings.standIn() && frozenGroups.contains(info.group())) {
            throw new UnsupportedByBackendException("parameter " + info.path() + " of the frozen group \""
                    + info.group() + "\" has no optimizer to be unfrozen with; end the groups with otherwise(spec), or"
                    + " use ControlledOptimizer.of(spec, recipe.withGroups(groups))");
        }
    }

    /** A model loaded for inference has weights that libtorch never lets train; only trying tells. */
    private void requireGradient(ParameterInfo info) {
        Parameter parameter = model.of(info.path()).parameter();
        if (parameter.requiresGradient()) {
            return;
        }
        try {
            parameter.getArray().setRequiresGradient(true);
        } catch (EngineException refused) {
            throw new UnsupportedByBackendException("parameter " + info.path() + " cannot be unfrozen ("
                    + refused.getMessage() + "); load a TorchScript model with the option trainParam=true");
        }
        parameter.getArray().setRequiresGradient(false);
    }

    private static void requireMomentum(OptimizerSpec spec, String role) {
        if (Rule.of(spec).meanScale().apply(1).isEmpty()) {
            throw new UnsupportedByBackendException("momentum cannot be handed over: the " + spec.kind() + " that "
                    + role + " holds no running mean of gradients; switch with Handover.FRESH, or use one that does,"
                    + " such as Adam or OptimizerSpec.sgd(0.1).withMomentum(0.9)");
        }
    }
}
