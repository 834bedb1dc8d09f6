package io.github.redescent.dl4j.internal;

import io.github.redescent.control.Action;
import io.github.redescent.control.Handover;
import io.github.redescent.control.ResetMode;
import io.github.redescent.control.UnsupportedByBackendException;
import io.github.redescent.dl4j.ControlledUpdater;
import io.github.redescent.optimizer.OptimizerSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Which rules each parameter may come to have, and what actions ask of them. A policy may reset or switch what another
 * has switched before: only when everything was required is it known what cannot be.
 */
final class PossibleRules {
    private final UpdaterTable table;
    private final Map<String, IUpdater> started = new HashMap<>();
    private final Map<String, List<IUpdater>> switchedTo = new HashMap<>();
    private final Map<String, List<IUpdater>> begunFresh = new HashMap<>();
    private final List<Need> needs = new ArrayList<>();

    private record Need(Action action, List<LiveParameter> on) {}

    PossibleRules(UpdaterTable table) {
        this.table = table;
    }

    /** Notes what parameters start with in place of what the host gave them. */
    void start(OptimizerSpec spec, List<LiveParameter> on) {
        IUpdater rule = spec.match(table);
        on.forEach(parameter -> started.put(parameter.path(), rule));
    }

    /** Notes an action. */
    void add(Action example, List<LiveParameter> on) {
        needs.add(new Need(example, on));
        if (example instanceof Action.UseOptimizer use) {
            IUpdater rule = use.optimizer().match(table);
            note(rule, on, switchedTo);
            if (use.handover() == Handover.FRESH) {
                note(rule, on, begunFresh);
            }
        }
    }

    private static void note(IUpdater rule, List<LiveParameter> on, Map<String, List<IUpdater>> rules) {
        on.forEach(parameter -> rules.computeIfAbsent(parameter.path(), path -> new ArrayList<>())
                .add(rule));
    }

    /**
     * Checks all that was noted.
     *
     * @throws UnsupportedByBackendException if no rule that a parameter may have can do what is asked
     */
    void check() {
        for (Need need : needs) {
            for (LiveParameter parameter : need.on()) {
                if (!parameter.hasUpdater()) {
                    continue;
                }
                if (need.action() instanceof Action.ResetState reset) {
                    checkReset(reset.mode(), parameter, among(switchedTo, parameter));
                } else if (need.action() instanceof Action.UseOptimizer use && use.handover() == Handover.MOMENTUM) {
                    // A rule that took over momentum had it from one of these.
                    checkHandover(use.optimizer(), parameter, among(begunFresh, parameter));
                }
            }
        }
    }

    /** Returns the first rule and the later ones. */
    private List<IUpdater> among(Map<String, List<IUpdater>> later, LiveParameter parameter) {
        List<IUpdater> rules = new ArrayList<>(later.getOrDefault(parameter.path(), List.of()));
        IUpdater start = started.get(parameter.path());
        if (start == null) {
            ControlledUpdater present = parameter.controlled();
            rules.add(present.inner());
            present.first().ifPresent(first -> rules.add(first.rule()));
        } else {
            rules.add(start);
        }
        return rules;
    }

    private static void checkReset(ResetMode mode, LiveParameter parameter, List<IUpdater> rules) {
        for (IUpdater rule : rules) {
            if (StockUpdater.of(rule).isEmpty()) {
                throw new UnsupportedByBackendException("the state of " + parameter.path() + " cannot be reset: "
                        + rule.getClass().getName() + " is not one of DL4J's own updaters; leave the parameter out of "
                        + "the policy's target");
            }
        }
        boolean possible = rules.stream()
                .flatMap(rule -> StockUpdater.of(rule).stream())
                .anyMatch(known -> !(mode instanceof ResetMode.FirstMoment
                                && known.firstMoment().isEmpty())
                        && !(mode instanceof ResetMode.SecondMoment
                                && known.secondMoment().isEmpty()));
        if (!possible) {
            throw new UnsupportedByBackendException(names(rules) + " of " + parameter.path() + " has no such moment as "
                    + mode.getClass().getSimpleName() + "; use ResetMode.FULL");
        }
    }

    private void checkHandover(OptimizerSpec to, LiveParameter parameter, List<IUpdater> rules) {
        if (!Momentum.has(to.match(table))) {
            throw new UnsupportedByBackendException(to.kind() + " for " + parameter.path()
                    + " has no momentum to take over; switch with Handover.FRESH, or to a rule with momentum");
        }
        if (rules.stream().noneMatch(Momentum::has)) {
            throw new UnsupportedByBackendException(names(rules) + " of " + parameter.path()
                    + " has no momentum to hand over; switch with Handover.FRESH");
        }
    }

    private static String names(List<IUpdater> rules) {
        return String.join(
                ", ",
                rules.stream().map(rule -> rule.getClass().getSimpleName()).toList());
    }
}
