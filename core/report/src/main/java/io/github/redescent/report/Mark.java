package io.github.redescent.report;

import static java.util.Map.entry;

import io.github.redescent.control.Action;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Evidence;
import io.github.redescent.control.TrainingEvent;
import io.github.redescent.region.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A decision, or the end of a run, as a mark on the step at which it fell.
 *
 * @param step the step
 * @param kind how it is drawn
 * @param fate what became of it, in words
 * @param policy who decided
 * @param rule the rule that fired
 * @param sentence why, in one line
 * @param verdict the region's verdict where the rule has one, else empty
 * @param actions what was to be done, in words
 * @param evidence measured numbers with their limits
 * @param autopsy what a look at the last steps says, empty where none was taken
 */
record Mark(
        long step,
        Kind kind,
        String fate,
        String policy,
        String rule,
        String sentence,
        String verdict,
        List<String> actions,
        List<Row> evidence,
        String autopsy) {

    /** How a mark is drawn, by the weightiest of its actions; the later the weightier. */
    enum Kind {
        NOTE,
        SKIP,
        RATE,
        FREEZE,
        RESET,
        SWITCH,
        RESTART,
        RESTORE,
        STOP
    }

    private static final Map<Class<? extends Action>, Kind> KINDS = Map.ofEntries(
            entry(Action.SkipUpdate.class, Kind.SKIP),
            entry(Action.SetRateFactor.class, Kind.RATE),
            entry(Action.RestartSchedule.class, Kind.RATE),
            entry(Action.Freeze.class, Kind.FREEZE),
            entry(Action.Unfreeze.class, Kind.FREEZE),
            entry(Action.ResetState.class, Kind.RESET),
            entry(Action.UseOptimizer.class, Kind.SWITCH),
            entry(Action.UseFirstOptimizer.class, Kind.SWITCH),
            entry(Action.RedrawWeights.class, Kind.RESTART),
            entry(Action.Restore.class, Kind.RESTORE),
            entry(Action.Stop.class, Kind.STOP));

    /**
     * One measured number.
     *
     * @param name what was measured
     * @param measured the number, as text
     * @param limit what it was held against, as text, empty where there is none
     */
    record Row(String name, String measured, String limit) {}

    static Mark of(TrainingEvent.Decided decided) {
        Decision decision = decided.decision();
        Evidence because = decision.because();
        return new Mark(
                decided.step(),
                kind(decision.actions()),
                inWords(decided.fate()),
                decided.policy(),
                because.rule(),
                because.sentence(),
                Verdict.ofRule(because.rule()).map(Mark::inWords).orElse(""),
                decision.actions().stream().map(ActionText::of).toList(),
                rows(because.measured(), because.threshold()),
                "");
    }

    static Mark of(TrainingEvent.Stopped stopped) {
        return new Mark(
                stopped.step(), Kind.STOP, "applied", "", "stopped", stopped.reason(), "", List.of(), List.of(), "");
    }

    Mark withAutopsy(String text) {
        return new Mark(step, kind, fate, policy, rule, sentence, verdict, actions, evidence, text);
    }

    /** Returns whether its rule says that the run was in a bad region. */
    boolean isFinding() {
        return !verdict.isEmpty() && !verdict.equals(inWords(Verdict.HEALTHY));
    }

    /** Returns whether it gave the run other weights. */
    boolean isNewStart() {
        return fate.equals("applied") && (kind == Kind.RESTART || kind == Kind.RESTORE);
    }

    /** Returns whether it left an update out. */
    boolean leavesUpdateOut() {
        return kind == Kind.SKIP;
    }

    /** Returns an enum's constant in words. */
    static String inWords(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static Kind kind(List<Action> actions) {
        return actions.stream()
                .map(action -> KINDS.getOrDefault(action.getClass(), Kind.NOTE))
                .reduce(Kind.NOTE, (a, b) -> a.compareTo(b) >= 0 ? a : b);
    }

    private static List<Row> rows(Map<String, Double> measured, Map<String, Double> threshold) {
        TreeSet<String> names = new TreeSet<>(measured.keySet());
        names.addAll(threshold.keySet());
        List<Row> rows = new ArrayList<>();
        for (String name : names) {
            rows.add(new Row(name, text(measured.get(name)), text(threshold.get(name))));
        }
        return rows;
    }

    private static String text(@Nullable Double value) {
        return Optional.ofNullable(value).map(Numbers::brief).orElse("");
    }
}
