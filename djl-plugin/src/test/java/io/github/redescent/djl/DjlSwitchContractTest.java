package io.github.redescent.djl;

import io.github.redescent.contract.Subjects;
import io.github.redescent.contract.SwitchContract;

class DjlSwitchContractTest extends SwitchContract {
    @Override
    protected Subjects subjects() {
        return new DjlSubjects();
    }
}
