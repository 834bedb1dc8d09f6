package io.github.redescent.replay;

import io.github.redescent.control.Action;

/** Carries an action through the record adapter, which then writes its type. */
record AppliedAction(Action action) {
    static final String MEMBER = "action";
}
