/**
 * Real text and images for the samples, read from Maven artifacts or a Debian package. The entry types are
 * {@link io.github.redescent.samples.data.ScriptText} and {@link io.github.redescent.samples.data.Images}.
 */
@NullMarked
package io.github.redescent.samples.data;

import org.jspecify.annotations.NullMarked;
