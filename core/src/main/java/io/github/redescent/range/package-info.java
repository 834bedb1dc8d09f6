/**
 * Finding a learning rate before training, on a copy of the model. The entry type is
 * {@link io.github.redescent.range.LearningRateRangeTest}; an adapter gives it a
 * {@link io.github.redescent.range.RangeProbe}.
 */
@NullMarked
package io.github.redescent.range;

import org.jspecify.annotations.NullMarked;
