/**
 * PyTorch's optimizers for DJL: fused, in place, resettable, with PyTorch's definitions. The entry type is
 * {@link io.github.redescent.djl.optimizer.FusedOptimizer}; the rest is what training control is built from.
 */
@NullMarked
package io.github.redescent.djl.optimizer;

import org.jspecify.annotations.NullMarked;
