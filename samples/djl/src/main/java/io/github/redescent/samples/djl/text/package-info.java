/**
 * A pretrained sentence encoder, fine-tuned to tell who says a line. Start with
 * {@link io.github.redescent.samples.djl.text.SpeakerTuning}.
 */
@NullMarked
package io.github.redescent.samples.djl.text;

import org.jspecify.annotations.NullMarked;
