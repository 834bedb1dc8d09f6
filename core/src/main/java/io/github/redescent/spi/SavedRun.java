package io.github.redescent.spi;

import io.github.redescent.control.ControlState;

/**
 * All that core remembers of a run: with the host's tensors and slots it goes on exactly.
 *
 * @param control what the controller and its policies remember
 * @param books what is known of each parameter and slot
 * @param epoch epochs completed
 */
public record SavedRun(ControlState control, BookState books, int epoch) {}
