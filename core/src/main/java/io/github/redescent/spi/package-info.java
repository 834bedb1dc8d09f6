/**
 * What a framework gives to be controlled, and the books that are kept for it. An adapter implements
 * {@link io.github.redescent.spi.HostModel} and drives a {@link io.github.redescent.spi.ControlledRun}.
 */
@NullMarked
package io.github.redescent.spi;

import org.jspecify.annotations.NullMarked;
