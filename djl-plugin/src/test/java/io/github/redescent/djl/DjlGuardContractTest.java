package io.github.redescent.djl;

import io.github.redescent.contract.GuardContract;
import io.github.redescent.contract.Subjects;

class DjlGuardContractTest extends GuardContract {
    @Override
    protected Subjects subjects() {
        return new DjlSubjects();
    }
}
