package io.github.redescent.region;

import java.util.ArrayList;
import java.util.List;

/**
 * All losses of an attempt in at most 64 blocks of equal length, which doubles whenever they are full: a run of any
 * length in constant memory, and its last third always in ten to twenty-two blocks. Means of blocks are all but
 * independent, which successive losses are not.
 *
 * @param begin the step after which it began
 * @param length steps in a block
 * @param blocks complete ones, oldest first
 * @param pending the block that is being filled
 */
record Curve(long begin, long length, List<Block> blocks, Block pending) {
    private static final int FULL = 64;
    private static final int SHORTEST = 2;

    /** Copies the list. */
    public Curve {
        blocks = List.copyOf(blocks);
    }

    /** Returns a curve that begins after a step. */
    static Curve startingAfter(long begin) {
        return new Curve(begin, SHORTEST, List.of(), Block.empty(begin));
    }

    /** Returns this with one more step, as {@link Block#add}. */
    Curve add(long step, double loss, double constant, double ratio) {
        Block longer = pending.add(step, loss, constant, ratio);
        if (step < end(pending.until())) {
            return new Curve(begin, length, blocks, longer);
        }
        Block next = Block.empty(step);
        if (longer.count() == 0) {
            return new Curve(begin, length, blocks, next);
        }
        List<Block> more = new ArrayList<>(blocks);
        more.add(longer);
        return more.size() < FULL
                ? new Curve(begin, length, more, next)
                : new Curve(begin, 2 * length, halved(more), next);
    }

    /** Returns whether the newest step completed a block. */
    boolean justCompleted() {
        return pending.count() == 0
                && !blocks.isEmpty()
                && pending.until() == blocks.get(blocks.size() - 1).until();
    }

    /** Returns the newest complete blocks, all of them if there are fewer. */
    List<Block> last(int count) {
        return blocks.subList(Math.max(0, blocks.size() - count), blocks.size());
    }

    /** Steps may jump, so blocks end where they would on an even count. */
    private long end(long seen) {
        return begin + ((seen - begin) / length + 1) * length;
    }

    private static List<Block> halved(List<Block> full) {
        List<Block> half = new ArrayList<>(full.size() / 2);
        for (int i = 0; i + 1 < full.size(); i += 2) {
            half.add(full.get(i).join(full.get(i + 1)));
        }
        return half;
    }
}
