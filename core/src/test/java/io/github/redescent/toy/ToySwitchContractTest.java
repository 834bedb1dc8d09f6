package io.github.redescent.toy;

import io.github.redescent.contract.Subjects;
import io.github.redescent.contract.SwitchContract;

class ToySwitchContractTest extends SwitchContract {
    @Override
    protected Subjects subjects() {
        return new ToySubjects();
    }
}
