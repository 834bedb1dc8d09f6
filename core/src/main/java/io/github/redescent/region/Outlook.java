package io.github.redescent.region;

/**
 * Where an attempt is and where it is going, by its last third.
 *
 * @param skill what it can do now
 * @param finalLoss the mean loss at which it would end, on batches of the last third's kind
 * @param constant the best constant prediction's mean loss on them
 * @param end the step that was taken for the end: the planned one, else a multiple of the attempt's age
 */
record Outlook(Skill skill, double finalLoss, double constant, long end) {
    /** Returns the skill at which it would end. */
    public double finalSkill() {
        return constant == 0 ? -finalLoss : (constant - finalLoss) / Math.abs(constant);
    }
}
