package io.github.redescent.region;

import io.github.redescent.trend.Line;
import io.github.redescent.trend.Series;
import io.github.redescent.trend.Spread;
import java.util.List;

/**
 * What the last third of an attempt shows. Batch losses vary mostly because batches vary; the excess of a loss over the
 * best constant prediction's loss on the same batch varies far less. Everything is relative to that prediction's mean
 * loss.
 *
 * @param until the last step
 * @param length its steps
 * @param loss the mean loss
 * @param constant the best constant prediction's mean loss on the same batches
 * @param scale what counts as one: the size of that loss, or its spread if that is greater
 * @param skill what the model can do, from the median of the blocks' mean excesses
 * @param gain how much the skill grows per step, from the older half to the newer one
 * @param gainError its standard error
 * @param spread standard deviation of the excess from batch to batch
 * @param constantSpread standard deviation of the constant prediction's loss from batch to batch
 * @param wins share of the batches on which the model was better
 * @param excess log(1 + excess) of the newest blocks: how far above the constant prediction it is, in powers of e
 * @param descent how much that changes per step since its peak
 * @param peak the last step of the block where that was highest
 * @param stays whether, for half the window or more, it has been high above all the time and not fallen for sure
 * @param updateRatio norm of an update over the norm of the parameters, median; NaN if it was not measured
 */
record Window(
        long until,
        double length,
        double loss,
        double constant,
        double scale,
        Skill skill,
        double gain,
        double gainError,
        double spread,
        double constantSpread,
        double wins,
        double excess,
        double descent,
        long peak,
        boolean stays,
        double updateRatio) {
    /** The fewest blocks that show a trend. */
    static final int FEWEST = 12;

    /** Standard error of the median of normal numbers, in units of that of their mean: √(π/2). */
    private static final double MEDIAN_ERROR = 1.2533;

    /** Standard errors by which a line must fall to be sure of it. */
    private static final double FALLING = 2;

    /** A loss one and a half times the constant prediction's, or more, is high above it. */
    private static final double HIGH = Math.log(1.5);

    private static final int NEWEST = 5;

    /**
     * A skill of −1 or less cannot be put into logarithms: the excess of a loss is never below −1 for positive ones.
     */
    private static final double LOWEST = -0.999;

    /**
     * Returns the window of a curve whose constant prediction is known.
     *
     * @param curve of {@link #FEWEST} blocks or more
     */
    static Window of(Curve curve) {
        return of(curve.last(third(curve)), unit(curve));
    }

    /**
     * Returns the window of a curve as seen from a given level in the constant prediction's place; spreads say nothing
     * then.
     */
    static Window against(Curve curve, double level) {
        List<Block> blocks = curve.last(third(curve)).stream()
                .map(block -> new Block(
                        block.until(),
                        block.count(),
                        block.loss(),
                        level * block.count(),
                        0,
                        0,
                        0,
                        block.updateRatio()))
                .toList();
        return of(blocks, unit(curve));
    }

    private static int third(Curve curve) {
        return Math.max(FEWEST - 2, (curve.blocks().size() + 2) / 3);
    }

    /** What counts as one where the constant prediction is always right and has no loss: the attempt's first losses. */
    private static double unit(Curve curve) {
        return Math.max(Math.abs(curve.blocks().get(0).meanLoss()), Double.MIN_NORMAL);
    }

    private static Window of(List<Block> blocks, double unit) {
        Block sum = blocks.stream().reduce(Block::join).orElseThrow();
        double mean = sum.constant() / sum.count();
        double constantSpread = deviation(sum.constantSquares() / sum.count(), mean);
        double scale = Math.max(Math.abs(mean), constantSpread);
        scale = scale > 0 ? scale : unit;
        double[] excess = new double[blocks.size()];
        double[] heights = new double[blocks.size()];
        for (int i = 0; i < excess.length; i++) {
            excess[i] = blocks.get(i).meanExcess() / scale;
            heights[i] = Math.log1p(Math.max(excess[i], LOWEST));
        }
        Series excesses = Series.of(excess);
        Series height = Series.of(heights);
        double perBlock = (double) (sum.until() - blocks.get(0).until()) / (excess.length - 1);
        int half = excess.length / 2;
        Line line = Line.through(excesses);
        int peak = height.indexOfMax();
        return new Window(
                sum.until(),
                perBlock * excess.length,
                sum.meanLoss(),
                mean,
                scale,
                new Skill(-excesses.median(), MEDIAN_ERROR * Spread.of(excesses) / Math.sqrt(excess.length)),
                (mean(blocks.subList(0, half)) - mean(blocks.subList(half, excess.length)))
                        / scale
                        / (perBlock * excess.length / 2),
                line.error() / perBlock,
                deviation(sum.excessSquares() / sum.count(), sum.meanExcess()) / scale,
                constantSpread / scale,
                sum.wins() / sum.count(),
                height.last(NEWEST).median(),
                excess.length - peak < 4
                        ? Double.NaN
                        : Line.through(height.last(excess.length - peak)).slope() / perBlock,
                blocks.get(peak).until(),
                stays(height),
                ratio(blocks));
    }

    /** Returns the loss that a skill stands for. */
    double lossAt(double someSkill) {
        return constant - someSkill * scale;
    }

    private static double mean(List<Block> blocks) {
        return blocks.stream().reduce(Block::join).orElseThrow().meanExcess();
    }

    private static boolean stays(Series height) {
        int high = 0;
        while (high < height.size() && height.get(height.size() - 1 - high) > HIGH) {
            high++;
        }
        if (2 * high < height.size()) {
            return false;
        }
        Line line = Line.through(height.last(high));
        return line.slope() > -FALLING * line.error();
    }

    private static double deviation(double meanSquare, double mean) {
        return Math.sqrt(Math.max(0, meanSquare - mean * mean));
    }

    private static double ratio(List<Block> blocks) {
        double[] measured = blocks.stream()
                .mapToDouble(Block::updateRatio)
                .filter(Double::isFinite)
                .toArray();
        return measured.length == 0 ? Double.NaN : Series.of(measured).median();
    }
}
