package io.github.redescent.dl4j;

import io.github.redescent.contract.Subjects;
import io.github.redescent.contract.SwitchContract;

/** Groups, freezing and switching on a ComputationGraph. */
class GraphSwitchContractTest extends SwitchContract {
    @Override
    protected Subjects subjects() {
        return new Dl4jSubjects(Nets::graph, Dl4jCheckpoint::graph);
    }
}
