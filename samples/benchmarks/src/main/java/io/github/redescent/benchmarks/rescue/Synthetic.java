package io.github.redescent.benchmarks.rescue;

import java.util.Random;

/** Data sets drawn from a fixed seed. */
final class Synthetic {
    private Synthetic() {}

    /** Two arms that wind around each other, with coordinates of about unit variance. */
    static Examples spirals(int count) {
        Random random = new Random(11);
        float[] inputs = new float[count * 2];
        float[] targets = new float[count * 2];
        for (int i = 0; i < count; i++) {
            double along = Math.sqrt(random.nextDouble());
            double angle = 1.25 * Math.PI * 2 * along + Math.PI * (i % 2);
            inputs[2 * i] = (float) (2 * along * Math.cos(angle) + 0.05 * random.nextGaussian());
            inputs[2 * i + 1] = (float) (2 * along * Math.sin(angle) + 0.05 * random.nextGaussian());
            targets[2 * i + i % 2] = 1;
        }
        return new Examples(inputs, new long[] {2}, targets, new long[] {2});
    }

    /** A disc within a ring, as one yes or no. */
    static Examples rings(int count) {
        Random random = new Random(12);
        float[] inputs = new float[count * 2];
        float[] targets = new float[count];
        for (int i = 0; i < count; i++) {
            double radius = i % 2 == 0 ? 0.8 * Math.sqrt(random.nextDouble()) : 1.2 + 0.6 * random.nextDouble();
            double angle = 2 * Math.PI * random.nextDouble();
            inputs[2 * i] = (float) (radius * Math.cos(angle));
            inputs[2 * i + 1] = (float) (radius * Math.sin(angle));
            targets[i] = i % 2;
        }
        return new Examples(inputs, new long[] {2}, targets, new long[] {1});
    }

    /** Thirteen correlated measurements of three sorts of wine that do not exist; rare sorts are rarer. */
    static Examples wine(int count) {
        Random random = new Random(13);
        double[][] centres = new double[3][13];
        double[][] mixing = new double[13][13];
        for (int feature = 0; feature < 13; feature++) {
            for (int sort = 0; sort < 3; sort++) {
                centres[sort][feature] = 0.8 * random.nextGaussian();
            }
            for (int other = 0; other < 13; other++) {
                mixing[feature][other] = (feature == other ? 0.6 : 0) + 0.15 * random.nextGaussian();
            }
        }
        float[] inputs = new float[count * 13];
        float[] targets = new float[count * 3];
        for (int i = 0; i < count; i++) {
            int sort = Math.min(2, i % 6 / 2 + (i % 6 == 3 ? -1 : 0));
            double[] noise = random.doubles(13, -1.7, 1.7).toArray();
            for (int feature = 0; feature < 13; feature++) {
                double value = centres[sort][feature];
                for (int other = 0; other < 13; other++) {
                    value += mixing[feature][other] * noise[other];
                }
                inputs[i * 13 + feature] = (float) value;
            }
            targets[i * 3 + sort] = 1;
        }
        return new Examples(inputs, new long[] {13}, targets, new long[] {3});
    }

    /** A noisy sine over one and a half periods. */
    static Examples sine(int count) {
        Random random = new Random(14);
        float[] inputs = new float[count];
        float[] targets = new float[count];
        for (int i = 0; i < count; i++) {
            double x = 3.4 * random.nextDouble() - 1.7;
            inputs[i] = (float) x;
            targets[i] = (float) (Math.sin(2.7 * x) + 0.05 * random.nextGaussian());
        }
        return new Examples(inputs, new long[] {1}, targets, new long[] {1});
    }
}
