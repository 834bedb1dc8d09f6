package io.github.redescent.control;

import io.github.redescent.parameter.ParameterTable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What becomes of one policy's decision: where two conflict, the stronger is carried out.
 *
 * @param proposal a proposal with a decision
 * @param decision its decision
 * @param fate what becomes of it
 */
record Settlement(Proposal<?> proposal, Decision decision, Fate fate) {

    /** Settles all proposals that decide something, strongest first; equally strong ones in the recipe's order. */
    static List<Settlement> of(List<Proposal<?>> proposals, ParameterTable table, Fate whenCarriedOut) {
        List<Settlement> settled = new ArrayList<>();
        proposals.stream()
                .filter(proposal -> proposal.decision().isPresent())
                .sorted(Comparator.comparingInt(
                        proposal -> -proposal.decision().orElseThrow().strength()))
                .forEach(proposal -> {
                    Fate fate = fate(proposal, settled, table, whenCarriedOut);
                    settled.add(new Settlement(proposal, proposal.decision().orElseThrow(), fate));
                });
        return settled;
    }

    private static Fate fate(
            Proposal<?> proposal, List<Settlement> stronger, ParameterTable table, Fate whenCarriedOut) {
        if (proposal.decision().orElseThrow().actions().isEmpty()) {
            return proposal.decision().orElseThrow().fateOfNothing();
        }
        boolean loses = stronger.stream()
                .anyMatch(other -> other.fate == whenCarriedOut && other.proposal.conflictsWith(proposal, table));
        return loses ? Fate.SUPERSEDED : whenCarriedOut;
    }
}
