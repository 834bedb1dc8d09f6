package io.github.redescent.djl;

import io.github.redescent.contract.Subjects;
import io.github.redescent.contract.GuardContract;

class DjlGuardContractTest extends GuardContract {
    @Override
    protected Subjects subjects() {
        return new DjlSubjects();
    }
}
