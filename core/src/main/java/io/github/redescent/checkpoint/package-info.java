/**
 * Strict JSON for records and for the controller's state. The entry type is
 * {@link io.github.redescent.checkpoint.RecordJson}.
 */
@NullMarked
package io.github.redescent.checkpoint;

import org.jspecify.annotations.NullMarked;
