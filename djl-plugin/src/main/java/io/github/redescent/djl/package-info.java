/**
 * Training control for the Deep Java Library on PyTorch. The entry type is
 * {@link io.github.redescent.djl.ControlledOptimizer}.
 */
@NullMarked
package io.github.redescent.djl;

import org.jspecify.annotations.NullMarked;
