package com.example;

import java.io.File;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** Loads a net where Redescent is not on the class path, and trains it. */
public final class Stock {
    private Stock() {}

    public static void main(String[] args) throws Exception {
        MultiLayerNetwork net = MultiLayerNetwork.load(new File(args[0]), true);

        net.fit(Nets.data(), 3);
        System.out.println("stock score " + net.score());
    }
}
