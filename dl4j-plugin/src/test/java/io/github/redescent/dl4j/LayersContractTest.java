package io.github.redescent.dl4j;

import io.github.redescent.contract.BackendContract;
import io.github.redescent.contract.Subjects;

/** The contract on a MultiLayerNetwork. */
class LayersContractTest extends BackendContract {
    @Override
    protected Subjects subjects() {
        return new Dl4jSubjects(Nets::layers, Dl4jCheckpoint::network);
    }
}
