/**
 * Records a run as a trace and judges it again without training. The entry type is
 * {@link io.github.redescent.replay.Replay}.
 */
@NullMarked
package io.github.redescent.replay;

import org.jspecify.annotations.NullMarked;
