package io.github.vitlora.report.chart;

import io.github.vitlora.io.NumberText;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;

/** Gives all charts one look: colours, sizes, and the labels of their ticks. */
final class ChartStyle {

  /** Okabe and Ito's colours, which people with colour-blindness tell apart. */
  static final List<Color> COLORS =
      List.of(
          new Color(0x0072B2),
          new Color(0xD55E00),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0xE69F00),
          new Color(0x56B4E9));

  static final BasicStroke SOLID = new BasicStroke(2.2f);
  static final BasicStroke DASHED =
      new BasicStroke(
          1.8f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {7, 5}, 0);

  private static final int WIDTH = 720;
  private static final int HEIGHT = 420;

  /**
   * Is a little less than what is left of the width for the data, since XChart rounds a step up.
   */
  private static final double PLOT_WIDTH = 530;

  private static final Color INK = new Color(0x333333);
  private static final Color GRID = new Color(0xE6E6E6);

  private ChartStyle() {}

  static XYChart lines(String title, String x, String y) {
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    apply(chart.getStyler());
    return chart;
  }

  static CategoryChart bars(String title, String x, String y) {
    CategoryChart chart =
        new CategoryChartBuilder()
            .width(WIDTH)
            .height(HEIGHT)
            .title(title)
            .xAxisTitle(x)
            .yAxisTitle(y)
            .build();
    apply(chart.getStyler());
    chart.getStyler().setLegendVisible(false);
    chart.getStyler().setPlotGridVerticalLinesVisible(false);
    chart.getStyler().setAvailableSpaceFill(0.6);
    chart.getStyler().setLabelsVisible(true);
    chart.getStyler().setLabelsPosition(0.95);
    chart.getStyler().setDecimalPattern("#,##0.0");
    return chart;
  }

  /**
   * Gives the x axis a tick every {@code step}. XChart chooses ticks itself and takes only a hint
   * of their distance in pixels.
   */
  static void ticks(
      XYChart chart, double left, double right, int step, DoubleFunction<String> label) {
    double pixels = PLOT_WIDTH / (right - left) * step;
    chart.getStyler().setXAxisMin(left);
    chart.getStyler().setXAxisMax(right);
    chart.getStyler().setXAxisTickMarkSpacingHint((int) Math.round(pixels));
    chart.getStyler().setxAxisTickLabelsFormattingFunction(label::apply);
  }

  private static void apply(AxesChartStyler style) {
    style.setLocale(Locale.ROOT);
    style.setChartBackgroundColor(Color.WHITE);
    style.setPlotBackgroundColor(Color.WHITE);
    style.setPlotBorderVisible(false);
    style.setPlotGridLinesColor(GRID);
    style.setPlotGridLinesStroke(new BasicStroke(1));
    style.setChartFontColor(INK);
    style.setAxisTickLabelsColor(INK);
    style.setAxisTickMarksColor(GRID);
    style.setChartTitleBoxVisible(false);
    style.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15));
    style.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13));
    style.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    style.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
    style.setLegendPosition(LegendPosition.OutsideS);
    style.setLegendLayout(LegendLayout.Horizontal);
    style.setLegendBorderColor(Color.WHITE);
    style.setChartPadding(12);
    style.setChartTitlePadding(12);
    style.setPlotContentSize(0.94);
    style.setMarkerSize(7);
    style.setErrorBarsColorSeriesColor(true);
  }

  /** Labels a share in [0, 1] as a percentage. */
  static String percent(double share) {
    double percent = 100 * share;
    boolean whole = Math.abs(percent - Math.rint(percent)) < 1e-6;
    return NumberText.number(percent, whole ? 0 : 1) + " %";
  }

  /** Labels a whole number; a tick between two of them has no label. */
  static String whole(double value) {
    return Math.abs(value - Math.rint(value)) < 1e-6 ? NumberText.number(value, 0) : " ";
  }

  /** Labels a tick of an axis of exponents of ten, where XChart may put ticks at the data too. */
  static String powerOfTen(double exponent) {
    return abbreviated(Math.pow(10, exponent));
  }

  /** Labels a tick of an axis of exponents of two; a tick between two ranks has no label. */
  static String powerOfTwo(double exponent) {
    double rank = Math.pow(2, exponent);
    return Math.abs(rank - Math.rint(rank)) < 1e-6 ? NumberText.count(rank) : " ";
  }

  /** Writes 5500000 as 5.5M. */
  private static String abbreviated(double value) {
    if (value >= 999_950) {
      return trimmed(value / 1e6) + "M";
    }
    return value >= 999.95 ? trimmed(value / 1e3) + "k" : trimmed(value);
  }

  private static String trimmed(double value) {
    return NumberText.number(value, 1).replaceAll("\\.0$", "");
  }
}
