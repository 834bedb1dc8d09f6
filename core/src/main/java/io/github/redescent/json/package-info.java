/**
 * Strict JSON for records and for the controller's state. The entry type is
 * {@link io.github.redescent.json.RecordJson}.
 */
@NullMarked
package io.github.redescent.json;

import org.jspecify.annotations.NullMarked;
