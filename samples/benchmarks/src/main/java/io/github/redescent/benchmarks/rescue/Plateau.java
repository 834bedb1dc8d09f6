package io.github.redescent.benchmarks.rescue;

/** PyTorch's ReduceLROnPlateau with its defaults (factor 0.1, relative threshold 1e-4), but for the patience. */
final class Plateau {
    private static final double THRESHOLD = 1e-4;

    private final int patience;
    private double best = Double.POSITIVE_INFINITY;
    private int bad;

    /**
     * Starts.
     *
     * @param patience how many observations without an improvement are borne
     */
    Plateau(int patience) {
        this.patience = patience;
    }

    /** Returns whether patience is exceeded by this loss; counts anew then. */
    boolean ends(double loss) {
        boolean better = loss < best - THRESHOLD * Math.abs(best) || (loss < best && Double.isInfinite(best));
        best = better ? loss : best;
        bad = better ? 0 : bad + 1;
        if (bad > patience) {
            bad = 0;
            return true;
        }
        return false;
    }
}
