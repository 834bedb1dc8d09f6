package io.github.redescent.toy;

import io.github.redescent.contract.OptimizerContract;
import io.github.redescent.contract.Subjects;

class ToyOptimizerContractTest extends OptimizerContract {
    @Override
    protected Subjects subjects() {
        return new ToySubjects();
    }
}
