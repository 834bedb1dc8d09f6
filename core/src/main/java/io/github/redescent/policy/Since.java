package io.github.redescent.policy;

/**
 * Where counting began: at the attach, or at the last switch, restart or restore.
 *
 * @param step the step after which
 * @param epochs epochs completed by then, counted from the attach
 */
record Since(long step, int epochs) {}
