package io.github.redescent.report;

import java.util.Locale;

/** Numbers as people read them. */
final class Numbers {
    private Numbers() {}

    /** Returns a number at four significant digits at most. */
    static String brief(double value) {
        if (value == Math.rint(value) && Math.abs(value) < 1e6) {
            return Long.toString((long) value);
        }
        double size = Math.abs(value);
        if (!(size >= 1e-3 && size < 1e6)) {
            return String.format(Locale.ROOT, "%.3g", value);
        }
        int decimals = Math.max(0, 3 - (int) Math.floor(Math.log10(size)));
        String text = String.format(Locale.ROOT, "%." + decimals + "f", value);
        return decimals == 0 ? text : text.replaceAll("\\.?0+$", "");
    }

    /** Returns a count with separators, such as 12,345. */
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }
}
