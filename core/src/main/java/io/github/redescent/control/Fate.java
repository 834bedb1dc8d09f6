package io.github.redescent.control;

/** What became of a decision. */
public enum Fate {
    /** Its actions were applied. */
    APPLIED,
    /** The recipe is a dry run: reported only. */
    DRY_RUN,
    /** A stronger decision on the same parameters won; the policy's state is as if it had not been asked. */
    SUPERSEDED,
    /** The policy had too little to act on: reported only. */
    SUSPECTED,
    /** The policy is certain, and there is nothing to do, or nothing that it may do. */
    REPORTED
}
