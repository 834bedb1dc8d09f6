package io.github.redescent.report;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a run stands: the first line of a report.
 *
 * @param verdict one or two words
 * @param tone {@code good}, {@code warn} or {@code bad}
 * @param headline the rest of the line
 */
record Standing(String verdict, String tone, String headline) {
    /** A decision's sentence says what is done about it after an arrow; the table has it. */
    private static final Pattern WHAT_WAS_DONE = Pattern.compile(" →.*");

    static Standing of(Collection<Mark> marks, long lastStep, OptionalLong plannedSteps, Strokes strokes) {
        String progress = progress(lastStep, plannedSteps, strokes);
        Optional<Mark> finding = last(marks, true);
        Optional<Mark> end = last(marks, false).filter(mark -> mark.kind() == Mark.Kind.STOP);
        if (end.isPresent()) {
            return new Standing("stopped", "bad", end.get().sentence() + "; " + progress);
        }
        if (finding.isEmpty()) {
            return new Standing("healthy", "good", "nothing was found; " + progress);
        }
        Mark mark = finding.get();
        String found = "step " + Numbers.count(mark.step()) + ": "
                + WHAT_WAS_DONE.matcher(mark.sentence()).replaceFirst("");
        boolean answered = marks.stream().anyMatch(later -> later.step() >= mark.step() && later.isNewStart());
        return switch (answered ? "applied" : mark.fate()) {
            case "applied" -> new Standing("put right", "good", found + "; nothing was found since; " + progress);
            case "suspected" -> new Standing("suspected " + mark.verdict(), "warn", found + "; " + progress);
            default -> new Standing(mark.verdict(), "bad", found + "; " + progress);
        };
    }

    /** Returns how several runs stand: the worst of them colours the line. */
    static Standing ofAll(List<RunView> runs) {
        Map<String, Long> verdicts =
                runs.stream().collect(Collectors.groupingBy(RunView::verdict, TreeMap::new, Collectors.counting()));
        String tone = Stream.of("bad", "warn", "good")
                .filter(worst -> runs.stream().anyMatch(run -> run.tone().equals(worst)))
                .findFirst()
                .orElse("good");
        return new Standing(
                runs.size() + " runs",
                tone,
                verdicts.entrySet().stream()
                        .map(each -> each.getValue() + " " + each.getKey())
                        .collect(Collectors.joining(", ")));
    }

    private static String progress(long lastStep, OptionalLong plannedSteps, Strokes strokes) {
        StringBuilder text = new StringBuilder(Numbers.count(lastStep));
        plannedSteps.ifPresent(planned -> text.append(" of ").append(Numbers.count(planned)));
        text.append(" steps");
        Recent recent = strokes.recent();
        recent.end().ifPresent(loss -> text.append(", loss ").append(Numbers.brief(loss)));
        recent.lowest()
                .ifPresent(loss -> text.append(" (lowest ")
                        .append(Numbers.brief(loss))
                        .append(" at step ")
                        .append(Numbers.count(recent.lowestStep()))
                        .append(')'));
        int restarts = strokes.all().size() - 1;
        if (restarts > 0) {
            text.append(", ").append(restarts).append(restarts == 1 ? " new start" : " new starts");
        }
        return text.toString();
    }

    private static Optional<Mark> last(Collection<Mark> marks, boolean findings) {
        return marks.stream()
                .filter(mark -> !findings || mark.isFinding())
                .filter(mark -> !mark.fate().equals("superseded"))
                .reduce((earlier, later) -> later);
    }
}
