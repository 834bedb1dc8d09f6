package io.github.redescent.benchmarks.detection;

import io.github.redescent.policy.ReinitializeOnBadRegion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Judges a labelled corpus, named by {@code -Dcorpus=DIR}, by our detectors and by others' rules. */
public final class RegionDetection {
    private static final double[] BUDGETS = {0.1, 0.2, 0.5, 1, 2};
    private static final OwnRule OURS = new OwnRule(ReinitializeOnBadRegion.defaults(), true, true);
    private static final int RESAMPLES = 1000;
    private static final String NAME = "region-detection";

    private RegionDetection() {}

    /** Runs the benchmark. */
    public static void run() throws IOException {
        String folder = System.getProperty("corpus");
        if (folder == null) {
            throw new IllegalArgumentException("name a labelled corpus by -Dcorpus=DIR");
        }
        List<LabelledRun> runs = Corpus.read(Path.of(folder));
        Map<String, Rule> rules = rules();
        rules.forEach((name, rule) -> report(name, runs, alarms(rule, runs)));
        Map<String, OptionalLong> own = alarms(OURS, runs);
        parts("task", runs, own, LabelledRun::task);
        parts("cause", runs, own, LabelledRun::cause);
        budgets(runs);
    }

    private static Map<String, Rule> rules() {
        ReinitializeOnBadRegion policy = ReinitializeOnBadRegion.defaults();
        Map<String, Rule> rules = new LinkedHashMap<>();
        rules.put("ours", OURS);
        rules.put("ours, no plan", new OwnRule(policy, false, true));
        rules.put("ours, not paired", new OwnRule(policy, true, false));
        rules.put("ours, no plan, not paired", new OwnRule(policy, false, false));
        rules.put("Keras EarlyStopping, patience 10", PatienceRule.KERAS);
        rules.put("PyTorch ReduceLROnPlateau", PatienceRule.PYTORCH);
        rules.put("SageMaker LossNotDecreasing, 10 steps", new LossNotDecreasing(10));
        rules.put("AutoTrainer", new AutoTrainer());
        rules.put("dlib, a quarter of the run", new StepsWithoutDecrease(0.25));
        return rules;
    }

    private static Map<String, OptionalLong> alarms(Rule rule, List<LabelledRun> runs) {
        return runs.parallelStream().collect(Collectors.toMap(LabelledRun::name, run -> rule.alarm(run.trace())));
    }

    private static void report(String rule, List<LabelledRun> runs, Map<String, OptionalLong> alarms) {
        List<Score> resampled = resample(runs, alarms);
        print(
                "\"rule\":\"" + rule + '"',
                Score.of(runs, alarms),
                interval("f1", resampled, Score::f1)
                        + interval("falseAlarms", resampled, Score::falseAlarms)
                        + interval("lead", resampled, Score::lead));
    }

    private static List<Score> resample(List<LabelledRun> runs, Map<String, OptionalLong> alarms) {
        Random random = new Random(1);
        List<Score> scores = new ArrayList<>();
        for (int i = 0; i < RESAMPLES; i++) {
            List<LabelledRun> drawn = new ArrayList<>(runs.size());
            for (int j = 0; j < runs.size(); j++) {
                drawn.add(runs.get(random.nextInt(runs.size())));
            }
            scores.add(Score.of(drawn, alarms));
        }
        return scores;
    }

    /** Returns the 95% bootstrap interval (Efron 1979) of a figure. */
    private static String interval(String name, List<Score> resampled, ToDoubleFunction<Score> figure) {
        double[] sorted = resampled.stream().mapToDouble(figure).sorted().toArray();
        return String.format(
                Locale.ROOT,
                ",\"%sInterval\":[%.3f,%.3f]",
                name,
                sorted[RESAMPLES / 40],
                sorted[RESAMPLES - 1 - RESAMPLES / 40]);
    }

    private static void parts(
            String name, List<LabelledRun> runs, Map<String, OptionalLong> alarms, Function<LabelledRun, String> part) {
        runs.stream()
                .collect(Collectors.groupingBy(part, LinkedHashMap::new, Collectors.toList()))
                .forEach((key, some) ->
                        print("\"rule\":\"ours\",\"" + name + "\":\"" + key + '"', Score.of(some, alarms), ""));
    }

    /** The curve over budgets of false alarms; and for each task, the budget that was best on all the others. */
    private static void budgets(List<LabelledRun> runs) {
        Map<Double, Map<String, OptionalLong>> byBudget = new LinkedHashMap<>();
        Arrays.stream(BUDGETS).forEach(budget -> {
            ReinitializeOnBadRegion policy = ReinitializeOnBadRegion.defaults().withFalseAlarms(budget);
            Map<String, OptionalLong> alarms = alarms(new OwnRule(policy, true, true), runs);
            byBudget.put(budget, alarms);
            print("\"rule\":\"ours\",\"budget\":" + budget, Score.of(runs, alarms), "");
        });
        Map<String, OptionalLong> leftOut = new LinkedHashMap<>();
        for (String task : runs.stream().map(LabelledRun::task).distinct().toList()) {
            List<LabelledRun> others =
                    runs.stream().filter(run -> !run.task().equals(task)).toList();
            double best = Arrays.stream(BUDGETS)
                    .boxed()
                    .max((a, b) -> Double.compare(value(others, byBudget, a), value(others, byBudget, b)))
                    .orElseThrow();
            Map<String, OptionalLong> alarms = byBudget.getOrDefault(best, Map.of());
            runs.stream()
                    .filter(run -> run.task().equals(task))
                    .forEach(run -> leftOut.put(run.name(), alarms.getOrDefault(run.name(), OptionalLong.empty())));
        }
        print("\"rule\":\"ours\",\"budget\":\"leave one task out\"", Score.of(runs, leftOut), "");
    }

    private static double value(
            List<LabelledRun> runs, Map<Double, Map<String, OptionalLong>> byBudget, double budget) {
        Score score = Score.of(runs, byBudget.getOrDefault(budget, Map.of()));
        return score.falseAlarms() <= 0.5 ? score.f1() : -score.falseAlarms();
    }

    private static void print(String which, Score score, String more) {
        System.out.printf(
                Locale.ROOT,
                "BENCH {\"name\":\"%s\",%s,\"bad\":%d,\"healthy\":%d,\"precision\":%.3f,\"recall\":%.3f,\"f1\":%.4f,"
                        + "\"falseAlarms\":%.2f,\"lead\":%.3f%s}%n",
                NAME,
                which,
                score.bad(),
                score.healthy(),
                score.precision(),
                score.recall(),
                score.f1(),
                score.falseAlarms(),
                score.lead(),
                more);
    }
}
