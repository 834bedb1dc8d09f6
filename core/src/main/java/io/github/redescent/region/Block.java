package io.github.redescent.region;

/**
 * Some successive steps of an attempt, summed up. Where the best constant prediction's loss is not known, sums that
 * need it are NaN.
 *
 * @param until the last of the steps
 * @param count finite losses among them
 * @param loss sum of the losses
 * @param constant sum of the best constant prediction's losses on the same batches
 * @param excessSquares sum of the squares of their differences
 * @param constantSquares sum of the squares of the constant prediction's losses
 * @param wins batches on which the model was better
 * @param updateRatio norm of the update over the norm of the parameters, the mean of what was measured; NaN if it was
 *     not
 */
record Block(
        long until,
        long count,
        double loss,
        double constant,
        double excessSquares,
        double constantSquares,
        double wins,
        double updateRatio) {
    /** Returns a block before its first loss. */
    static Block empty(long begin) {
        return new Block(begin, 0, 0, 0, 0, 0, 0, Double.NaN);
    }

    /**
     * Returns this with one more step.
     *
     * @param best the constant prediction's loss, NaN if it is not known
     * @param ratio of the update to the parameters, NaN if it was not measured
     */
    Block add(long step, double newLoss, double best, double ratio) {
        double known = meanRatio(updateRatio, ratio);
        if (!Double.isFinite(newLoss)) {
            return new Block(step, count, loss, constant, excessSquares, constantSquares, wins, known);
        }
        double excess = newLoss - best;
        return new Block(
                step,
                count + 1,
                loss + newLoss,
                constant + best,
                excessSquares + excess * excess,
                constantSquares + best * best,
                wins + (excess < 0 ? 1 : 0),
                known);
    }

    /** Returns this and the block after it as one. */
    Block join(Block next) {
        return new Block(
                next.until,
                count + next.count,
                loss + next.loss,
                constant + next.constant,
                excessSquares + next.excessSquares,
                constantSquares + next.constantSquares,
                wins + next.wins,
                meanRatio(updateRatio, next.updateRatio));
    }

    /** Returns the mean loss. */
    double meanLoss() {
        return loss / count;
    }

    /** Returns the mean of what the model loses more than the constant prediction. */
    double meanExcess() {
        return (loss - constant) / count;
    }

    private static double meanRatio(double one, double other) {
        return Double.isNaN(one) ? other : Double.isNaN(other) ? one : (one + other) / 2;
    }
}
