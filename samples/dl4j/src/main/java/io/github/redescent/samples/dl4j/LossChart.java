package io.github.redescent.samples.dl4j;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws both runs' losses, with the steps at which something was decided. */
final class LossChart {
    private LossChart() {}

    static void draw(Path file, List<Double> alone, List<Double> controlled, List<Long> eventSteps) throws IOException {
        XYChart chart = new XYChartBuilder()
                .width(1000)
                .height(560)
                .title("The same net and seed, alone and with one listener")
                .xAxisTitle("optimizer update")
                .yAxisTitle("training loss per token (nats)")
                .build();
        line(chart, "A: Deeplearning4j alone", alone, new Color(0xC0392B));
        line(chart, "B: with a ControlListener", controlled, new Color(0x2471A3));
        double top = alone.stream().mapToDouble(Double::doubleValue).max().orElse(1);
        for (int i = 0; i < eventSteps.size(); i++) {
            double step = eventSteps.get(i);
            XYSeries mark = chart.addSeries(
                    "restart at " + eventSteps.get(i), new double[] {step, step}, new double[] {0, top});
            mark.setMarker(SeriesMarkers.NONE);
            mark.setLineColor(Color.DARK_GRAY);
            mark.setLineWidth(1);
        }
        BufferedImage image = new BufferedImage(chart.getWidth(), chart.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D canvas = image.createGraphics();
        chart.paint(canvas, chart.getWidth(), chart.getHeight());
        canvas.dispose();
        ImageIO.write(image, "png", file.toFile());
    }

    private static void line(XYChart chart, String name, List<Double> losses, Color color) {
        List<Integer> steps = IntStream.rangeClosed(1, losses.size()).boxed().toList();
        XYSeries series = chart.addSeries(name, steps, losses);
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(color);
        series.setLineWidth(1.2f);
    }
}
