/**
 * What a bad region looks like: pure detectors over one attempt's losses, and their evidence. The entry type is
 * {@link io.github.redescent.region.Attempt}.
 */
@NullMarked
package io.github.redescent.region;

import org.jspecify.annotations.NullMarked;
