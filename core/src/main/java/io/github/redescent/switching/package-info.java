/**
 * When to let another optimizer take over, and at which rate: pure functions of what a run's measurements say. The
 * entry types are {@link io.github.redescent.switching.Trigger} and {@link io.github.redescent.switching.SwitchRate}.
 */
@NullMarked
package io.github.redescent.switching;

import org.jspecify.annotations.NullMarked;
