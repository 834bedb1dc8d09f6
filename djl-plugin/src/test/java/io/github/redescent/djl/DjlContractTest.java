package io.github.redescent.djl;

import io.github.redescent.contract.BackendContract;
import io.github.redescent.contract.Subjects;

class DjlContractTest extends BackendContract {
    @Override
    protected Subjects subjects() {
        return new DjlSubjects();
    }
}
