package io.github.redescent.dl4j;

import io.github.redescent.contract.GuardContract;
import io.github.redescent.contract.Subjects;

/** Guards and meters on a MultiLayerNetwork. */
class LayersGuardContractTest extends GuardContract {
    @Override
    protected Subjects subjects() {
        return new Dl4jSubjects(Nets::layers, Dl4jCheckpoint::network);
    }
}
