package io.github.redescent.control;

import io.github.redescent.parameter.ParameterSelector;

/**
 * A rate factor that one policy holds on one target.
 *
 * @param policy the policy's name
 * @param target the parameters
 * @param span whether it makes part of the settled rate
 * @param factor positive
 */
public record RateFactor(String policy, ParameterSelector target, Span span, double factor) {
    boolean replacedBy(RateFactor newer) {
        return policy.equals(newer.policy) && target.equals(newer.target) && span == newer.span;
    }
}
