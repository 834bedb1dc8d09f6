/**
 * What the samples share: real text and images, read from Maven artifacts or a Debian package, and the story that both
 * demos tell. The entry types are {@link io.github.redescent.samples.common.ScriptText} and
 * {@link io.github.redescent.samples.common.Images}.
 */
@NullMarked
package io.github.redescent.samples.common;

import org.jspecify.annotations.NullMarked;
