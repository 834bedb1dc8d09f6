/**
 * A script generator that would not learn, and one listener that makes it. Start with
 * {@link io.github.redescent.samples.dl4j.Demo}.
 */
@NullMarked
package io.github.redescent.samples.dl4j;

import org.jspecify.annotations.NullMarked;
