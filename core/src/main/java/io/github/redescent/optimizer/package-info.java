/**
 * Optimizers and learning-rate schedules as values, with PyTorch's definitions. The entry types are
 * {@link io.github.redescent.optimizer.OptimizerSpec} and {@link io.github.redescent.optimizer.LearningRate}.
 */
@NullMarked
package io.github.redescent.optimizer;

import org.jspecify.annotations.NullMarked;
