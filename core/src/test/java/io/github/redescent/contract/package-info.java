/**
 * What every adapter must do, as tests that it inherits. Start with
 * {@link io.github.redescent.contract.BackendContract}.
 */
@NullMarked
package io.github.redescent.contract;

import org.jspecify.annotations.NullMarked;
