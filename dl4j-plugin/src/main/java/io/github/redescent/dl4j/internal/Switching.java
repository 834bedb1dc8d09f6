package io.github.redescent.dl4j.internal;

import io.github.redescent.control.Handover;
import io.github.redescent.dl4j.ControlledUpdater;
import io.github.redescent.optimizer.OptimizerSpec;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSet;
import io.github.redescent.parameter.ParameterTable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Changes who trains which parameters of a model, and whether. */
final class Switching {
    private final Dl4jModel model;
    private final LiveParameters parameters;
    private final UpdaterTable updaters;

    Switching(Dl4jModel model, LiveParameters parameters, UpdaterTable updaters) {
        this.model = model;
        this.parameters = parameters;
        this.updaters = updaters;
    }

    /** Freezes and unfreezes what differs from a table, and takes over its groups. */
    void adopt(ParameterTable grouped, int now) {
        List<ParameterInfo> freezing = new ArrayList<>();
        List<ParameterInfo> thawing = new ArrayList<>();
        for (ParameterInfo info : grouped.entries()) {
            if (info.frozen() != parameters.get(info.path()).info().frozen()) {
                (info.frozen() ? freezing : thawing).add(info);
            }
        }
        parameters.follow(grouped);
        stopTraining(new ParameterSet(freezing));
        trainFrom(new ParameterSet(thawing), now);
    }

    /** Gives parameters what they start with. */
    void start(ParameterSet on, OptimizerSpec spec, int now) {
        exchange(on, updater -> updater.startWith(updaters.regime(spec, now, model.epoch())), now);
    }

    /** Lets another optimizer take over. */
    void use(ParameterSet on, OptimizerSpec spec, Handover handover, int now) {
        // A frozen parameter begins as new whenever it is unfrozen.
        List<LiveParameter> handing = handover == Handover.FRESH
                ? List.of()
                : parameters.apart(on).stream()
                        .filter(parameter -> parameter.info().trainable())
                        .toList();
        Momentum momentum = new Momentum(now, model.epoch());
        Map<Long, INDArray> means = momentum.take(model, handing);
        Map<String, Integer> origins = new HashMap<>();
        handing.forEach(parameter ->
                origins.put(parameter.path(), parameter.controlled().firstMomentOrigin()));
        exchange(on, updater -> updater.use(updaters.regime(spec, updater.regime(), now, model.epoch())), now);
        for (LiveParameter parameter : handing) {
            parameter.controlled().startCorrections(origins.getOrDefault(parameter.path(), now), now);
        }
        momentum.give(model, handing, means);
        UpdaterSurgery.regroup(model);
    }

    /** Gives parameters back what they started with, where another has taken over. */
    void useFirst(ParameterSet on, int now) {
        ParameterSet switched = on.only(info -> {
            LiveParameter parameter = parameters.get(info.path());
            return parameter.hasUpdater() && parameter.controlled().first().isPresent();
        });
        if (!switched.isEmpty()) {
            exchange(switched, ControlledUpdater::useFirst, now);
        }
    }

    /** Keeps parameters from training. */
    void freeze(ParameterSet on) {
        parameters.follow(parameters.table().with(on, ParameterInfo::asFrozen));
        stopTraining(on);
    }

    /** Lets parameters train. */
    void unfreeze(ParameterSet on, int now) {
        parameters.follow(parameters.table().with(on, ParameterInfo::asUnfrozen));
        trainFrom(on, now);
    }

    private void stopTraining(ParameterSet on) {
        parameters.apart(on).forEach(parameter -> parameter.controlled().freeze());
        UpdaterSurgery.regroup(model);
    }

    private void trainFrom(ParameterSet on, int now) {
        if (!on.isEmpty()) {
            exchange(on, ControlledUpdater::unfreeze, now);
        }
    }

    /** Changes who trains some parameters, which begin as new. */
    private void exchange(ParameterSet on, Consumer<ControlledUpdater> change, int now) {
        Consumer<ControlledUpdater> asNew = updater -> {
            change.accept(updater);
            updater.startCorrections(now, now);
        };
        UpdaterSurgery.exchange(model, parameters.apart(on), asNew, Map.of());
    }
}
