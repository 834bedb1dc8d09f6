package io.github.redescent.report;

import io.github.redescent.control.Observation;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * What stood out in the steps before now: which batch, which layers' gradients and updates, by how many robust standard
 * deviations (1.4826 times the median distance from the median of the kept steps), and what it did to Adam's memory.
 * Read from what was measured anyhow: training is not touched.
 *
 * @param step the step that stood out most, 0 if nothing was observed
 * @param sentence what happened, in words
 * @param rows what stood out, the farthest first
 */
public record Autopsy(long step, String sentence, List<Row> rows) {
    /** Nearer than this is usual. */
    static final double FAR = 5;

    private static final int MOST_ROWS = 12;

    /**
     * One quantity.
     *
     * @param what such as {@code gradient of head/W}
     * @param value its value at the step, or at the next one at which it was measured
     * @param usual the median of the others
     * @param deviations how far it is from them, positive above; infinite where the value is not finite
     */
    public record Row(String what, double value, double usual, double deviations) {
        boolean isFar() {
            return Math.abs(deviations) >= FAR;
        }
    }

    /** Copies the list. */
    public Autopsy {
        rows = List.copyOf(rows);
    }

    /** Looks at the worst of the kept steps; of equals, the first. */
    public static Autopsy of(BlackBox box) {
        List<Observation> steps = box.recent();
        if (steps.isEmpty()) {
            return new Autopsy(0, "nothing was observed", List.of());
        }
        RecentSteps recent = new RecentSteps(steps);
        Observation worst = recent.worst();
        List<Row> rows = recent.rowsAt(worst).stream()
                .filter(Row::isFar)
                .sorted(Comparator.comparingDouble((Row row) -> -Math.abs(row.deviations())))
                .limit(MOST_ROWS)
                .toList();
        if (rows.isEmpty()) {
            String usual = "nothing stood out by " + Numbers.brief(FAR) + " deviations in the last "
                    + Numbers.count(steps.size()) + " steps";
            return new Autopsy(worst.step(), usual, rows);
        }
        return new Autopsy(worst.step(), sentence(box, recent, worst, rows), rows);
    }

    /** Returns whether anything stood out. */
    public boolean hasFindings() {
        return !rows.isEmpty();
    }

    /** Returns sentence and table as text. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(sentence);
        if (hasFindings()) {
            int width = rows.stream().mapToInt(row -> row.what().length()).max().orElse(0);
            String line = "%n%-" + width + "s  %10s  %10s  %10s";
            text.append(String.format(Locale.ROOT, line, "", "measured", "usual", "deviations"));
            for (Row row : rows) {
                text.append(String.format(
                        Locale.ROOT,
                        line,
                        row.what(),
                        Numbers.brief(row.value()),
                        Numbers.brief(row.usual()),
                        String.format(Locale.ROOT, "%+.1f", row.deviations())));
            }
        }
        return text.toString();
    }

    private static String sentence(BlackBox box, RecentSteps recent, Observation worst, List<Row> rows) {
        long place = box.placeInEpoch(worst);
        StringBuilder text = new StringBuilder("step ").append(Numbers.count(worst.step()));
        if (place > 0) {
            text.append(", batch ").append(Numbers.count(place)).append(" of its epoch");
        }
        text.append(": ").append(rows.get(0).what()).append(" was ");
        Row first = rows.get(0);
        text.append(Numbers.brief(first.value()))
                .append(" where ")
                .append(Numbers.brief(first.usual()))
                .append(" is usual");
        OptionalDouble gradient = recent.gradientRatio(worst);
        if (gradient.isPresent() && gradient.getAsDouble() > 2) {
            text.append("; ").append(AdamMemory.inWords(gradient.getAsDouble()));
        }
        return text.toString();
    }
}
