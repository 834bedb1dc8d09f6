package io.github.redescent.benchmarks.rescue;

/** What a net's last layer gives, and with it the loss. */
enum Output {
    /** One class out of several; cross-entropy. */
    SOFTMAX {
        @Override
        double constantLoss(double mean, double meanSquare) {
            return mean == 0 ? 0 : -mean * Math.log(mean);
        }
    },
    /** Yes or no; binary cross-entropy. */
    SIGMOID {
        @Override
        double constantLoss(double mean, double meanSquare) {
            return SOFTMAX.constantLoss(mean, meanSquare) + SOFTMAX.constantLoss(1 - mean, meanSquare);
        }
    },
    /** Numbers; mean squared error. */
    LINEAR {
        @Override
        double constantLoss(double mean, double meanSquare) {
            return meanSquare - mean * mean;
        }
    };

    /** Returns what one output adds to the loss of the best constant. */
    abstract double constantLoss(double mean, double meanSquare);

    /** Returns the loss of the best constant prediction, per example (and time step). */
    double chance(Examples examples) {
        int outputs = Math.toIntExact(examples.targetShape()[0]);
        int times = Examples.size(examples.targetShape()) / outputs;
        double loss = 0;
        for (int output = 0; output < outputs; output++) {
            double sum = 0;
            double squares = 0;
            for (int i = 0; i < examples.count(); i++) {
                for (int time = 0; time < times; time++) {
                    double value = examples.targets()[(i * outputs + output) * times + time];
                    sum += value;
                    squares += value * value;
                }
            }
            double count = (double) examples.count() * times;
            loss += constantLoss(sum / count, squares / count);
        }
        return this == LINEAR ? loss / outputs : loss;
    }
}
