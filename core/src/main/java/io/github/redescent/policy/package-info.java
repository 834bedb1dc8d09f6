/**
 * The policies that users put into a recipe, one file each. Start with
 * {@link io.github.redescent.policy.ReinitializeOnBadRegion} and {@link io.github.redescent.policy.ResetOnDecay}.
 */
@NullMarked
package io.github.redescent.policy;

import org.jspecify.annotations.NullMarked;
