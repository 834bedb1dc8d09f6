package io.github.redescent.control;

/** What an optimizer takes over from the one before it. */
public enum Handover {
    /** Nothing: it starts as a brand-new one. */
    FRESH,
    /**
     * The running mean of gradients, corrected for its start from zero (Adam's m̂ = m/(1 − β₁ᵗ)) and brought to the new
     * rule's units: m̂/(1 − β) as the velocity of SGD with momentum β. Adam and its kin get the first moment and the
     * first clock t that make their own m̂ the same. From a velocity v of momentum β, m̂ is (1 − β)·v.
     */
    MOMENTUM
}
