package io.github.redescent.policy;

/** What {@link ReinitializeOnBadRegion} is about. */
sealed interface Phase {
    /** It watches. */
    record Watching() implements Phase {}

    /**
     * A raised rate is being tried.
     *
     * @param ends the step at which it is taken back
     */
    record Kicking(long ends) implements Phase {}

    /**
     * A restart is under way.
     *
     * @param race its candidates, one or more
     */
    record Restarting(Race race) implements Phase {}
}
