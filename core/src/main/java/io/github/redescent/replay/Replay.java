package io.github.redescent.replay;

import io.github.redescent.Recipe;
import io.github.redescent.control.Decision;
import io.github.redescent.control.Fate;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Moment;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.control.Run;
import io.github.redescent.control.TrainingEvent.Decided;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.parameter.ParameterTable;
import io.github.redescent.policy.ReinitializeOnBadRegion;
import io.github.redescent.region.Verdict;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;

/**
 * Shows recorded runs to policies, without any framework. Nothing is carried out: what a policy would see after its
 * first decision is not what was recorded, unless the recorded run had the same policies.
 */
public final class Replay {
    private static final Recipe DEFAULT = new Recipe(
            List.of(ReinitializeOnBadRegion.defaults()), ParameterGroups.unchanged(), 0, OptionalLong.empty(), false);

    /** A line stands for the end of an epoch, where it has a validation loss, and for both moments of its update. */
    private static final List<Moment> MOMENTS = List.of(Moment.EPOCH, Moment.GRADIENT, Moment.STEP);

    private Replay() {}

    /**
     * Judges traces by {@link ReinitializeOnBadRegion#defaults()} and prints a line of JSON for each. Malformed ones
     * are reported on the error stream with file and line, and make the exit code 1.
     *
     * @param files paths of traces
     */
    public static void main(String... files) {
        int code = judgeAll(Arrays.stream(files).map(Path::of).toList(), System.out, System.err);
        if (code != 0) {
            System.exit(code);
        }
    }

    static int judgeAll(List<Path> files, PrintStream out, PrintStream err) {
        if (files.isEmpty()) {
            err.println("usage: Replay TRACE.jsonl...");
            return 1;
        }
        List<Outcome> outcomes = files.parallelStream().map(Replay::judge).toList();
        outcomes.forEach(outcome -> (outcome.failed() ? err : out).println(outcome.line()));
        return outcomes.stream().anyMatch(Outcome::failed) ? 1 : 0;
    }

    private record Outcome(boolean failed, String line) {}

    private static Outcome judge(Path file) {
        try {
            return new Outcome(false, judge(TraceReader.read(file), DEFAULT).toJson());
        } catch (IllegalArgumentException | UncheckedIOException e) {
            return new Outcome(true, String.valueOf(e.getMessage()));
        }
    }

    /** Judges a trace: the first verdict on which a policy of the recipe would have acted. */
    public static Judgement judge(Trace trace, Recipe recipe) {
        List<Decided> findings = decisions(trace, recipe, Replay::isActedOn).stream()
                .filter(Replay::isFinding)
                .toList();
        String name = trace.header().name();
        if (findings.isEmpty()) {
            String reason = "nothing was found in " + trace.observations().size() + " steps";
            return new Judgement(name, Verdict.HEALTHY, trace.lastStep(), reason);
        }
        Decided last = findings.get(findings.size() - 1);
        return isActedOn(last)
                ? new Judgement(name, verdict(last), last.step(), sentence(last))
                : new Judgement(
                        name,
                        Verdict.HEALTHY,
                        trace.lastStep(),
                        "suspected at step " + last.step() + ": " + sentence(last));
    }

    /** Returns everything that the recipe's policies would decide on a trace, in order. */
    public static List<Decided> decisions(Trace trace, Recipe recipe) {
        return decisions(trace, recipe, decided -> false);
    }

    private static List<Decided> decisions(Trace trace, Recipe recipe, Predicate<Decided> last) {
        OptionalLong planned =
                trace.header().plannedSteps().isPresent() ? trace.header().plannedSteps() : recipe.plannedSteps();
        long before =
                trace.observations().isEmpty() ? 0 : trace.observations().get(0).step() - 1;
        Run run = new Run(new ParameterTable(List.of()), Math.max(0, before), planned, recipe.seed());
        List<Replayed<?>> policies = new ArrayList<>();
        recipe.policies().forEach(policy -> policies.add(Replayed.start(policy, run)));
        List<Decided> decided = new ArrayList<>();
        for (Observation line : withChance(trace)) {
            for (Replayed<?> policy : policies) {
                for (Moment moment : MOMENTS) {
                    Optional<Decision> decision = policy.see(moment, line);
                    decision.ifPresent(what -> decided.add(new Decided(line.step(), policy.name(), what, fate(what))));
                    if (decision.isPresent() && last.test(decided.get(decided.size() - 1))) {
                        return decided;
                    }
                }
            }
        }
        return decided;
    }

    private static List<Observation> withChance(Trace trace) {
        if (trace.header().chanceLoss().isEmpty()) {
            return trace.observations();
        }
        double chance = trace.header().chanceLoss().getAsDouble();
        Measurements alone =
                Measurements.builder().total(Quantity.CONSTANT_LOSS, chance).build();
        return trace.observations().stream()
                .map(line -> line.measured().total(Quantity.CONSTANT_LOSS).isPresent()
                        ? line
                        : line.withMeasured(
                                line.measured().equals(Measurements.none())
                                        ? alone
                                        : line.measured().with(Quantity.CONSTANT_LOSS, chance)))
                .toList();
    }

    /** A policy may decide for other reasons than a bad region, as one that keeps the best weights does. */
    private static boolean isFinding(Decided decided) {
        return Verdict.ofRule(decided.decision().because().rule()).isPresent();
    }

    private static boolean isActedOn(Decided decided) {
        return isFinding(decided) && !decided.decision().actions().isEmpty();
    }

    private static Fate fate(Decision decision) {
        return decision.actions().isEmpty() ? Fate.SUSPECTED : Fate.DRY_RUN;
    }

    private static Verdict verdict(Decided decided) {
        return Verdict.ofRule(decided.decision().because().rule()).orElse(Verdict.HEALTHY);
    }

    private static String sentence(Decided decided) {
        return decided.decision().because().sentence();
    }
}
