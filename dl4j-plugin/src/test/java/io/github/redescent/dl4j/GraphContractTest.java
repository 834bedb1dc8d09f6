package io.github.redescent.dl4j;

import io.github.redescent.contract.BackendContract;
import io.github.redescent.contract.Subjects;

/** The contract on a ComputationGraph. */
class GraphContractTest extends BackendContract {
    @Override
    protected Subjects subjects() {
        return new Dl4jSubjects(Nets::graph, Dl4jCheckpoint::graph);
    }
}
