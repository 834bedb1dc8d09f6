/**
 * An image classifier whose first learning rate is far too big. Start with
 * {@link io.github.redescent.samples.djl.Demo}.
 */
@NullMarked
package io.github.redescent.samples.djl;

import org.jspecify.annotations.NullMarked;
