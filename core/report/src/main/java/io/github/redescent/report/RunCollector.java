package io.github.redescent.report;

import io.github.redescent.Recipe;
import io.github.redescent.control.Action;
import io.github.redescent.control.Fate;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.Rate;
import io.github.redescent.control.Run;
import io.github.redescent.control.TrainingEvent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Gathers what a report shows of one run, in room that does not grow with its steps. Not thread-safe. */
final class RunCollector {
    /** More than the pixels of a wide chart. */
    private static final int FINE = 2048;

    private static final int COARSE = 512;
    private static final int MOST_MARKS = 1000;

    private final String name;
    private final Buckets loss = new Buckets(FINE);
    private final Buckets constant = new Buckets(FINE);
    private final Buckets validation = new Buckets(FINE);
    private final Map<String, Buckets> rates = new TreeMap<>();
    private final Ratios ratios = new Ratios();
    private final Strokes strokes = new Strokes();
    private final BlackBox box = BlackBox.measuringNowAndThen();
    private final Deque<Mark> marks = new ArrayDeque<>();
    private List<String> facts = List.of();
    private List<String> recipe = List.of();
    private OptionalLong plannedSteps = OptionalLong.empty();
    private long leftOut;
    private long lastStep;
    private int stroke;

    RunCollector(String name) {
        this.name = name;
    }

    void started(Recipe controlling, Run run) {
        plannedSteps = run.plannedSteps();
        recipe = RunFacts.of(controlling);
        facts = RunFacts.of(run.parameters());
        lastStep = run.firstStep();
        run.parameters().entries().stream()
                .filter(info -> info.optimized())
                .forEach(info -> ratios.expect(info.path()));
    }

    void plan(OptionalLong steps) {
        plannedSteps = steps;
    }

    void observed(Observation now) {
        now.validationLoss().ifPresent(value -> validation.add(now.step(), stroke, value));
        if (now.moment() != Moment.STEP) {
            return;
        }
        if (now.hasNewWeights()) {
            strokes.cut(cause(now.applied()));
        }
        box.observed(now);
        lastStep = now.step();
        stroke = strokes.add(lastStep, now.loss(), firstRate(now.rates()));
        loss.add(lastStep, stroke, now.loss());
        now.measured().total(Quantity.CONSTANT_LOSS).ifPresent(value -> constant.add(lastStep, stroke, value));
        now.rates()
                .forEach((group, rate) ->
                        rates.computeIfAbsent(group, any -> new Buckets(COARSE)).add(lastStep, 0, rate.effective()));
        ratios.add(lastStep, stroke, now.measured());
    }

    void happened(TrainingEvent event) {
        if (event instanceof TrainingEvent.Stopped stopped) {
            add(Mark.of(stopped));
        } else if (event instanceof TrainingEvent.Decided decided) {
            List<Action> actions = decided.decision().actions();
            if (decided.fate() == Fate.APPLIED && actions.stream().anyMatch(RunCollector::bringsWeights)) {
                strokes.cut(cause(actions));
            }
            if (!decided.decision().routine()) {
                add(examined(Mark.of(decided)));
            }
        }
    }

    /** Returns what is kept of the last steps. */
    BlackBox box() {
        return box;
    }

    void add(Mark mark) {
        marks.add(mark);
        if (marks.size() > MOST_MARKS) {
            marks.remove();
            leftOut++;
        }
    }

    RunView view(Standing standing) {
        List<Line> rateLines = new ArrayList<>();
        rates.forEach((group, line) -> rateLines.add(Line.of(group, line)));
        return new RunView(
                name,
                standing.verdict(),
                standing.tone(),
                standing.headline(),
                facts,
                recipe,
                lastStep,
                plannedSteps,
                Line.of("loss", loss),
                Line.of("constant", constant),
                Line.of("validation", validation),
                rateLines,
                ratios.lines(),
                strokes.all(),
                strokes.forecasts(loss, plannedSteps),
                List.copyOf(marks),
                leftOut);
    }

    /** Returns how the run stands, by what policies found. */
    Standing standing() {
        return Standing.of(marks, lastStep, plannedSteps, strokes);
    }

    /** A bad region, or an update left out, may come of one bad step. */
    private Mark examined(Mark mark) {
        if (!mark.isFinding() && !mark.leavesUpdateOut()) {
            return mark;
        }
        Autopsy autopsy = Autopsy.of(box);
        return autopsy.hasFindings() ? mark.withAutopsy(autopsy.toString()) : mark;
    }

    private static boolean bringsWeights(Action action) {
        return action instanceof Action.RedrawWeights || action instanceof Action.Restore;
    }

    private static String cause(List<Action> actions) {
        return actions.stream().anyMatch(Action.RedrawWeights.class::isInstance) ? "drawn anew" : "brought back";
    }

    private static OptionalDouble firstRate(Map<String, Rate> rates) {
        return rates.entrySet().stream()
                .min(Map.Entry.comparingByKey())
                .map(first -> OptionalDouble.of(Line.brief(first.getValue().effective())))
                .orElse(OptionalDouble.empty());
    }
}
