/**
 * What a bad region looks like: pure detectors over one attempt's losses, and their evidence. The entry types are
 * {@link io.github.redescent.region.Attempt} and {@link io.github.redescent.region.Region}.
 */
@NullMarked
package io.github.redescent.region;

import org.jspecify.annotations.NullMarked;
