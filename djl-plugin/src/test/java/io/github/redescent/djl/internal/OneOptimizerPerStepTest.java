package io.github.redescent.djl.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.redescent.control.Handover;
import io.github.redescent.optimizer.HostSchedules;
import io.github.redescent.optimizer.OptimizerSpec;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OneOptimizerPerStepTest {
    private static final OptimizerSpec SGD = OptimizerSpec.sgd(1);
    private static final OptimizerSpec ADAM = OptimizerSpec.adam(1);

    @Test
    void aMixedPlanUpdatesEachParameterOnceAndWhatIsAlikeInOneCall() {
        try (Program program = Program.load(Device.cpu());
                NDManager manager = NDManager.newBaseManager()) {
            List<TrainedParameter> parameters = new ArrayList<>();
            for (OptimizerSpec spec : List.of(SGD, ADAM, SGD, OptimizerSpec.sgd(2), ADAM)) {
                TrainedParameter parameter = new TrainedParameter("p" + parameters.size(), spec, HostSchedules.NONE);
                NDArray weight = manager.zeros(new Shape(3));
                parameter.bind(weight);
                parameters.add(parameter);
            }
            parameters.get(2).use(program, ADAM, Handover.FRESH, 0);

            List<Batch> batches = Batch.of(program, parameters, 0);

            assertThat(batches.stream().flatMap(batch -> batch.members().stream()))
                    .containsExactlyInAnyOrderElementsOf(parameters);
            assertThat(batches)
                    .extracting(batch ->
                            batch.members().stream().map(TrainedParameter::path).toList())
                    .containsExactly(List.of("p0"), List.of("p1", "p2", "p4"), List.of("p3"));
            batches.forEach(Batch::close);
            parameters.forEach(TrainedParameter::close);
        }
    }
}
