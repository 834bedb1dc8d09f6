package io.github.redescent.djl;

import io.github.redescent.contract.OptimizerContract;
import io.github.redescent.contract.Subjects;

class DjlOptimizerContractTest extends OptimizerContract {
    @Override
    protected Subjects subjects() {
        return new DjlSubjects();
    }
}
