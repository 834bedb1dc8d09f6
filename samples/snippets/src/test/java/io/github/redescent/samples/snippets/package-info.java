/**
 * Takes the Java snippets out of README.md and docs, compiles them as they are printed there, and runs them on tiny
 * nets. {@link io.github.redescent.samples.snippets.Surroundings} names what a snippet may take for granted.
 */
@NullMarked
package io.github.redescent.samples.snippets;

import org.jspecify.annotations.NullMarked;
