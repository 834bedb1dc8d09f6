package io.github.redescent.control;

import io.github.redescent.Recipe;
import io.github.redescent.parameter.Grouping;
import io.github.redescent.parameter.ParameterInfo;
import io.github.redescent.parameter.ParameterSelector;
import io.github.redescent.parameter.ParameterSet;
import io.github.redescent.parameter.ParameterTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Drives a recipe's policies over one training run: shows them what the adapter observed, settles conflicts, applies
 * what was decided and says so. It commits the states of all policies or of none. A controller belongs to the thread
 * that first calls {@link #observe}; it is not thread-safe.
 */
public final class Controller {
    private final Recipe recipe;
    private final TrainingBackend backend;
    private final EventPublisher events;
    private final PolicySlot<?>[] slots; // an array: it is walked several times a step, without an iterator
    private final LinkedHashSet<String> keptSlots = new LinkedHashSet<>();
    private ParameterTable table;
    private List<ParameterInfo> groupFirsts;
    private RateFactors factors = RateFactors.NONE;
    private final AtomicBoolean busy = new AtomicBoolean();
    private Optional<String> ended = Optional.empty();

    private Controller(
            Recipe recipe,
            TrainingBackend backend,
            Consumer<? super TrainingEvent> events,
            List<PolicySlot<?>> slots,
            ParameterTable table) {
        this.recipe = recipe;
        this.backend = backend;
        this.table = table;
        this.groupFirsts = table.groupFirsts();
        this.events = new EventPublisher(events);
        this.slots = slots.toArray(new PolicySlot<?>[0]);
        for (PolicySlot<?> slot : slots) {
            for (Action example : slot.policy().repertoire()) {
                backend.require(example, table.select(example.target()));
            }
        }
    }

    /**
     * Starts to control a run: gives each group its optimizer, and asks the policies from the next observation on.
     *
     * @throws UnsupportedByBackendException if the host cannot do what a policy may ask for, or what a group needs
     * @throws IllegalArgumentException if a policy or a group cannot work on this model, or selects no parameter of it
     */
    public static Controller attach(Recipe recipe, TrainingBackend backend, Consumer<? super TrainingEvent> events) {
        Grouping grouping = recipe.groups().on(backend.parameters());
        Run run = new Run(grouping.table(), backend.step(), recipe.plannedSteps(), recipe.seed());
        List<PolicySlot<?>> slots = new ArrayList<>();
        recipe.policies().forEach(policy -> slots.add(PolicySlot.start(policy, run)));
        GroupStart groups = new GroupStart(grouping, backend);
        groups.require();
        Controller controller = new Controller(recipe, backend, events, slots, grouping.table());
        controller.factors = groups.begin();
        controller.publishAttached();
        recipe.policies().forEach(policy -> policy.opening(run).ifPresent(first -> controller.open(policy, first)));
        return controller;
    }

    /**
     * Goes on controlling a run from saved state. The backend has its weights, optimizers with their state, and kept
     * slots back already, or gets them right afterwards.
     *
     * @throws IllegalArgumentException if the state is of another model or another recipe; the message names what
     *     differs
     * @throws UnsupportedByBackendException as {@link #attach}
     */
    public static Controller resume(
            Recipe recipe, TrainingBackend backend, Consumer<? super TrainingEvent> events, ControlState saved) {
        saved.requireParameters(backend.parameters());
        saved.requireGroups(Configuration.text(recipe.groups()));
        List<PolicySlot<?>> slots = PolicySlot.resumeAll(recipe.policies(), saved.policies());
        Controller controller = new Controller(recipe, backend, events, slots, saved.parameters());
        backend.adopt(saved.parameters());
        controller.factors = new RateFactors(saved.factors());
        controller.applyFactors(saved.parameters().all());
        controller.keptSlots.addAll(saved.keptSlots());
        controller.publishAttached();
        return controller;
    }

    /** Returns what the policies want measured for the coming observation of this moment and step. */
    public Set<Measurement> wants(Moment moment, long step) {
        Set<Measurement> union = Set.of();
        for (PolicySlot<?> slot : slots) {
            Set<Measurement> wanted = slot.wants(moment, step);
            if (union.isEmpty()) {
                union = wanted;
            } else if (!wanted.isEmpty()) {
                union = new HashSet<>(union);
                union.addAll(wanted);
            }
        }
        return union;
    }

    /** Returns whether a policy wants to be asked at this moment. */
    public boolean listensTo(Moment moment) {
        for (PolicySlot<?> slot : slots) {
            if (slot.listensTo(moment)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Shows an observation to the policies that listen to its moment, and carries out what they decide.
     *
     * @param now with scheduled rates; the controller adds factors and applied actions
     * @throws TrainingStoppedException if a policy ended the run
     * @throws IllegalStateException if the run has ended or failed before, or two threads call at once
     */
    public void observe(Observation now) {
        requireUsable();
        if (!busy.compareAndSet(false, true)) {
            throw new IllegalStateException("two threads train one controlled model at once; attach the recipe to each"
                    + " copy of a model that is trained on a thread of its own");
        }
        try {
            ask(now);
        } finally {
            busy.set(false);
        }
    }

    private void ask(Observation now) {
        Observation full = inForce(now);
        List<Proposal<?>> proposals = new ArrayList<>(slots.length);
        boolean decided = false;
        for (PolicySlot<?> slot : slots) {
            if (slot.listensTo(now.moment())) {
                Proposal<?> proposal = slot.propose(full);
                proposals.add(proposal);
                decided |= proposal.decision().isPresent();
            }
        }
        if (decided) {
            carryOut(now, proposals);
        } else {
            proposals.forEach(Proposal::commit);
        }
    }

    /** Returns an observation with the rate factors in force, as policies see it. */
    public Observation inForce(Observation now) {
        return factors.isEmpty() ? now : now.withRates(factors.on(now.rates(), groupFirsts));
    }

    /**
     * Carries out a decision of the user's, such as restoring the best weights; every policy learns of it.
     *
     * @param who stands in the event in a policy's place
     */
    public void carryOut(String who, Decision decision) {
        carryOut(who, who, decision);
    }

    private void carryOut(String owner, String who, Decision decision) {
        decision.actions().forEach(action -> apply(owner, action));
        for (PolicySlot<?> slot : slots) {
            decision.actions().forEach(slot::learn);
        }
        publish(who, decision);
    }

    private void publish(String who, Decision decision) {
        Fate fate = decision.actions().isEmpty() ? decision.fateOfNothing() : Fate.APPLIED;
        events.publish(new TrainingEvent.Decided(backend.step(), who, decision, fate));
    }

    /**
     * Restores the whole model from a slot at the user's request; every policy learns of it. The policy that keeps the
     * slot decides whether what it holds is better than the present. A dry run kept nothing, and says so.
     *
     * @param who stands in the event in a policy's place
     * @throws IllegalStateException if nothing was kept in the slot
     */
    public void restore(String who, String slot) {
        if (recipe.dryRun()) {
            Evidence because =
                    new Evidence("request", "a dry run keeps nothing → the present weights stay", Map.of(), Map.of());
            publish(who, Decision.report(because));
            return;
        }
        if (!keptSlots.contains(slot)) {
            throw new IllegalStateException("no " + slot + " weights were kept; train at least one step, with KeepBest "
                    + "in the recipe (Recipe.of adds it)");
        }
        for (PolicySlot<?> each : slots) {
            Optional<Decision> own = each.onRequest(slot);
            if (own.isPresent()) {
                carryOut(each.policy().name(), who, own.get());
                return;
            }
        }
        Action restore = new Action.Restore(ParameterSelector.all(), slot);
        Evidence because = new Evidence("request", "the " + slot + " weights were asked for", Map.of(), Map.of());
        carryOut(who, new Decision(List.of(restore), because));
    }

    /** Returns the names of the slots that hold something, the newest last. */
    public Set<String> keptSlots() {
        return Set.copyOf(keptSlots);
    }

    /** Returns all that this controller remembers. */
    public ControlState state() {
        return new ControlState(
                backend.step(),
                table,
                Configuration.text(recipe.groups()),
                Arrays.stream(slots).map(PolicySlot::save).toList(),
                factors.entries(),
                List.copyOf(keptSlots));
    }

    private void open(Policy<?> policy, Decision decision) {
        Fate fate = recipe.dryRun() ? Fate.DRY_RUN : Fate.APPLIED;
        if (fate == Fate.APPLIED) {
            decision.actions().forEach(action -> apply(policy.name(), action));
        }
        events.publish(new TrainingEvent.Decided(backend.step(), policy.name(), decision, fate));
    }

    private void carryOut(Observation now, List<Proposal<?>> proposals) {
        List<Settlement> settled = Settlement.of(proposals, table, recipe.dryRun() ? Fate.DRY_RUN : Fate.APPLIED);
        applyAll(now, settled);
        Set<Proposal<?>> superseded = settled.stream()
                .filter(settlement -> settlement.fate() == Fate.SUPERSEDED)
                .<Proposal<?>>map(Settlement::proposal)
                .collect(Collectors.toSet());
        for (Proposal<?> proposal : proposals) {
            if (superseded.contains(proposal)) {
                continue; // it sees what won on the next observation
            }
            if (recipe.dryRun() && proposal.decision().isPresent()) {
                proposal.decline();
            } else {
                proposal.commit();
            }
        }
        for (Settlement settlement : settled) {
            if (settlement.fate() == Fate.APPLIED) {
                tellOthers(settlement);
            }
            events.publish(new TrainingEvent.Decided(
                    now.step(), settlement.proposal().policy(), settlement.decision(), settlement.fate()));
        }
        throwIfStopped(now.step(), settled);
    }

    private void applyAll(Observation now, List<Settlement> settled) {
        RateFactors before = factors;
        try {
            for (Settlement settlement : settled) {
                String policy = settlement.proposal().policy();
                requireAllowed(now.moment(), policy, settlement.decision());
                if (settlement.fate() == Fate.APPLIED) {
                    settlement.decision().actions().forEach(action -> apply(policy, action));
                }
            }
        } catch (RuntimeException failure) {
            factors = before;
            ended = Optional.of("the run failed at step " + now.step() + " (" + failure.getMessage() + "); "
                    + (keptSlots.isEmpty()
                            ? "no slot was kept"
                            : "the last kept slot is " + List.copyOf(keptSlots).get(keptSlots.size() - 1)));
            throw failure;
        }
    }

    private void apply(String policy, Action action) {
        ParameterSet on = table.select(action.target());
        if (action instanceof Action.SetRateFactor rate) {
            factors = factors.with(policy, rate);
            factors.applyTo(backend, on, rate.span());
        } else {
            action.applyTo(backend, on);
        }
        if (action instanceof Action.Freeze || action instanceof Action.Unfreeze) {
            table = backend.parameters();
            groupFirsts = table.groupFirsts();
            applyFactors(table.select(action.target())); // they may have changed while it was frozen
        }
        if (action instanceof Action.Keep keep) {
            keptSlots.remove(keep.slot());
            keptSlots.add(keep.slot());
        }
    }

    private void applyFactors(ParameterSet on) {
        for (Span span : Span.values()) {
            factors.applyTo(backend, on, span);
        }
    }

    private void tellOthers(Settlement carriedOut) {
        for (PolicySlot<?> slot : slots) {
            if (slot != carriedOut.proposal().slot()) {
                carriedOut.decision().actions().forEach(slot::learn);
            }
        }
    }

    private void throwIfStopped(long step, List<Settlement> settled) {
        for (Settlement settlement : settled) {
            for (Action action : settlement.decision().actions()) {
                if (action instanceof Action.Stop stop && settlement.fate() == Fate.APPLIED) {
                    String message =
                            settlement.proposal().policy() + " stopped the run at step " + step + ": " + stop.reason();
                    ended = Optional.of(message);
                    events.publish(new TrainingEvent.Stopped(step, stop.reason()));
                    throw new TrainingStoppedException(message);
                }
            }
        }
    }

    private static void requireAllowed(Moment moment, String policy, Decision decision) {
        for (Action action : decision.actions()) {
            if (!action.isAllowedAt(moment)) {
                throw new IllegalStateException("policy " + policy + " decided " + action + " at " + moment
                        + "; SkipUpdate and ScaleGradient belong to Moment.GRADIENT, Keep to any, all else to"
                        + " Moment.STEP or EPOCH");
            }
        }
    }

    private void requireUsable() {
        if (ended.isPresent()) {
            throw new IllegalStateException(ended.get() + "; attach the recipe anew to go on");
        }
    }

    private void publishAttached() {
        List<String> names =
                Arrays.stream(slots).map(slot -> slot.policy().name()).toList();
        events.publish(
                new TrainingEvent.Attached(backend.step(), names, table.all().count()));
    }
}
