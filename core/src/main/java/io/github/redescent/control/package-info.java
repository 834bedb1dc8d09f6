/**
 * The loop that every host shares: observations go to pure policies, whose decisions become actions on a
 * {@link io.github.redescent.control.TrainingBackend}. The entry type is
 * {@link io.github.redescent.control.Controller}.
 */
@NullMarked
package io.github.redescent.control;

import org.jspecify.annotations.NullMarked;
