package io.github.redescent.benchmarks.detection;

import io.github.redescent.Recipe;
import io.github.redescent.control.Measurements;
import io.github.redescent.control.Observation;
import io.github.redescent.control.Quantity;
import io.github.redescent.parameter.ParameterGroups;
import io.github.redescent.policy.ReinitializeOnBadRegion;
import io.github.redescent.region.Verdict;
import io.github.redescent.replay.Judgement;
import io.github.redescent.replay.Replay;
import io.github.redescent.replay.Trace;
import io.github.redescent.replay.TraceHeader;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Ours, through the same replay that a user calls.
 *
 * @param policy with its thresholds
 * @param planned whether the run's length is told
 * @param paired whether the best constant prediction's loss on each batch is told; if not, its mean still is
 */
record OwnRule(ReinitializeOnBadRegion policy, boolean planned, boolean paired) implements Rule {
    @Override
    public OptionalLong alarm(Trace trace) {
        Recipe recipe = new Recipe(List.of(policy), ParameterGroups.unchanged(), 0, OptionalLong.empty(), false);
        Judgement judgement = Replay.judge(paired ? told(trace) : unpaired(told(trace)), recipe);
        return judgement.verdict() == Verdict.HEALTHY ? OptionalLong.empty() : OptionalLong.of(judgement.step());
    }

    private Trace told(Trace trace) {
        TraceHeader header = trace.header();
        TraceHeader open = new TraceHeader(header.name(), OptionalLong.empty(), header.chanceLoss(), Optional.empty());
        return planned ? trace : new Trace(open, trace.observations());
    }

    private static Trace unpaired(Trace trace) {
        return new Trace(
                trace.header(),
                trace.observations().stream().map(OwnRule::unpaired).toList());
    }

    private static Observation unpaired(Observation line) {
        Measurements rest = line.measured().only(each -> each.quantity() != Quantity.CONSTANT_LOSS);
        return line.withMeasured(rest);
    }
}
