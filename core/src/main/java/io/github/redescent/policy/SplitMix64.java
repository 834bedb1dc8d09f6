package io.github.redescent.policy;

/** Derives unrelated seeds from one (Steele, Lea and Flood 2014, OOPSLA, "Fast splittable pseudorandom generators"). */
final class SplitMix64 {
    private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

    private SplitMix64() {}

    /** Returns the generator's output number {@code index} (from 1) when started at {@code seed}. */
    static long mix(long seed, int index) {
        long z = seed + index * GOLDEN_GAMMA;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
