package io.github.redescent.toy;

import io.github.redescent.contract.BackendContract;
import io.github.redescent.contract.Subjects;

class ToyBackendContractTest extends BackendContract {
    @Override
    protected Subjects subjects() {
        return new ToySubjects();
    }
}
