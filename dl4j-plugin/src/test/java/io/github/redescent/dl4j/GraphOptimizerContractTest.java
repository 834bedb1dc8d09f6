package io.github.redescent.dl4j;

import io.github.redescent.contract.OptimizerContract;
import io.github.redescent.contract.Subjects;

/** Groups, freezing and switching on a ComputationGraph. */
class GraphOptimizerContractTest extends OptimizerContract {
    @Override
    protected Subjects subjects() {
        return new Dl4jSubjects(Nets::graph, Dl4jCheckpoint::graph);
    }
}
