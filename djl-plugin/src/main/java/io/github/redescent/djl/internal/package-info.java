/**
 * What users of the plugin need not see: the rules' program, the optimizer's state and the bridge to the controller.
 * The entry type is {@link io.github.redescent.djl.internal.Program}.
 */
@NullMarked
package io.github.redescent.djl.internal;

import org.jspecify.annotations.NullMarked;
