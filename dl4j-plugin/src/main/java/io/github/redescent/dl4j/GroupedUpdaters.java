package io.github.redescent.dl4j;

import io.github.redescent.Recipe;
import io.github.redescent.control.Controller;
import io.github.redescent.dl4j.internal.Dl4jBackend;
import io.github.redescent.dl4j.internal.Dl4jModel;
import io.github.redescent.dl4j.internal.Requirements;
import io.github.redescent.dl4j.internal.UpdaterTable;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.ParameterTable;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Groups by themselves: gives the layers of a model the updaters that {@link ParameterGroups} say, and nothing more.
 * Use it where nothing is decided during training, or where a listener is in the way; use {@link ControlListener} for
 * everything else.
 *
 * <p>A frozen group's weights stay bit-identical. Its running statistics do not: DL4J's batch normalisation moves them,
 * and only a listener can keep them.
 */
public final class GroupedUpdaters {
    private GroupedUpdaters() {}

    /**
     * Applies groups to a model, new or already trained; whatever they leave unchanged keeps its updater and its state.
     *
     * @return the parameters with their groups
     * @throws IllegalStateException if the model is not initialised
     * @throws IllegalArgumentException if the groups do not fit the model; the message shows rules and paths
     * @throws io.github.redescent.control.UnsupportedByBackendException if DL4J cannot do what a group needs
     */
    public static ParameterTable apply(ParameterGroups groups, Model model) {
        return apply(groups, model, Map.of());
    }

    /**
     * Applies groups to a model, with stock updaters for their host optimizers.
     *
     * @param updaters by the name that the groups call them
     * @return the parameters with their groups
     * @throws IllegalStateException as {@link #apply(ParameterGroups, Model)}
     */
    public static ParameterTable apply(ParameterGroups groups, Model model, Map<String, IUpdater> updaters) {
        Dl4jModel wrapped = Dl4jModel.of(model);
        Requirements.checkModel(wrapped);
        Recipe recipe = new Recipe(List.of(), groups, 0, OptionalLong.empty(), false);
        Dl4jBackend backend = new Dl4jBackend(wrapped, new UpdaterTable(updaters));
        Controller.attach(recipe, backend, event -> {});
        backend.settleFactors();
        return backend.parameters();
    }
}
