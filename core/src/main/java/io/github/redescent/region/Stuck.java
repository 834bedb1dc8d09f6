package io.github.redescent.region;

import io.github.redescent.control.Evidence;
import java.util.Map;

/** The loss stays at a bad level. Where no level is known to be acceptable this is only a suspicion. */
public final class Stuck {
    private Stuck() {}

    /** Names a plateau. */
    static Finding in(Plateau plateau) {
        return found(Verdict.STUCK, plateau, "");
    }

    static Finding found(Verdict verdict, Plateau plateau, String more) {
        Level level = plateau.level();
        Trend trend = plateau.trend();
        boolean known = level.standing() == Level.Standing.BAD;
        String limit = known ? level.source() + ' ' + Numbers.brief(level.limit()) : level.source();
        return new Finding(
                verdict,
                known ? Finding.Certainty.CERTAIN : Finding.Certainty.SUSPECTED,
                new Evidence(
                        verdict.rule(),
                        "loss " + Numbers.brief(level.loss()) + ", no decrease over " + trend.steps() + " steps (p "
                                + Numbers.brief(trend.probability()) + "), " + limit + more,
                        Map.of("loss", level.loss(), "p", trend.probability(), "promised", trend.promised()),
                        known ? Map.of("loss", level.limit()) : Map.of()));
    }
}
