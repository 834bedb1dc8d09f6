package io.github.redescent.region;

/**
 * Thresholds for budgets of false alarms, from strict to quick. The budgets were calibrated on the recorded runs of
 * {@code docs/bad-regions.md}, where each row stays within its own: so many alarms per hundred healthy runs. What is
 * spent buys alarms on more of the bad runs, and earlier ones.
 */
final class FalseAlarms {
    private FalseAlarms() {}

    /** A budget and what it buys. */
    private record Row(
            double perHundred,
            double errors,
            double gainErrors,
            double quietShare,
            double flatShare,
            double hopelessShare) {
        Thresholds thresholds() {
            return Thresholds.defaults().toBuilder()
                    .errors(errors)
                    .gainErrors(gainErrors)
                    .quietShare(quietShare)
                    .flatShare(flatShare)
                    .hopelessShare(hopelessShare)
                    .build();
        }
    }

    private static final Row STRICTEST = new Row(0, 3, 4, 0.2, 0.25, 0.5);
    private static final Row[] OTHERS = {
        new Row(0.2, 2.5, 3, 0.15, 0.2, 0.4),
        new Row(0.5, 2, 2.5, 0.1, 0.15, 0.35),
        new Row(1, 2, 2, 0.08, 0.12, 0.3),
        new Row(2, 1.5, 1.5, 0.06, 0.1, 0.25),
    };

    static Thresholds within(double perHundred) {
        Row row = STRICTEST;
        for (Row other : OTHERS) {
            row = other.perHundred() <= perHundred ? other : row;
        }
        return row.thresholds();
    }
}
