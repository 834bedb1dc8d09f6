package io.github.redescent.toy;

import io.github.redescent.contract.GuardContract;
import io.github.redescent.contract.Subjects;

class ToyGuardContractTest extends GuardContract {
    @Override
    protected Subjects subjects() {
        return new ToySubjects();
    }
}
