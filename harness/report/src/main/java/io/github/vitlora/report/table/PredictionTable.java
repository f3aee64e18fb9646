package io.github.vitlora.report.table;

import io.github.vitlora.result.ImagePrediction;
import io.github.vitlora.result.Predictions;
import io.github.vitlora.result.ScoredClass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a network says of images, as text. */
public final class PredictionTable {
  private PredictionTable() {}

  /**
   * A line an image.
   *
   * @param base images below it are named relative to it
   */
  public static List<String> lines(Predictions predictions, Path base) {
    List<List<String>> rows = new ArrayList<>();
    for (ImagePrediction image : predictions.images()) {
      List<String> row = new ArrayList<>();
      row.add(shortened(Path.of(image.image()), base.toAbsolutePath().normalize()));
      for (ScoredClass of : image.classes()) {
        row.add(of.name());
        row.add(Units.percent(of.probability(), 1));
      }
      image.fault().ifPresent(row::add);
      rows.add(row);
    }
    int columns = rows.stream().mapToInt(List::size).max().orElse(0);
    int[] widths = new int[columns];
    for (List<String> row : rows) {
      // What is wrong with an image runs on to the right.
      int aligned = row.size() == 2 ? 1 : row.size();
      for (int i = 0; i < aligned; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    return rows.stream().map(row -> line(row, widths)).toList();
  }

  private static String shortened(Path image, Path base) {
    return image.startsWith(base) ? base.relativize(image).toString() : image.toString();
  }

  /** Names to the left, probabilities to the right. */
  private static String line(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.size(); i++) {
      boolean number = i > 0 && i % 2 == 0;
      int pad = Math.max(0, widths[i] - row.get(i).length());
      line.append(i == 0 ? "" : "  ")
          .append(number ? " ".repeat(pad) : "")
          .append(row.get(i))
          .append(number || i == row.size() - 1 ? "" : " ".repeat(pad));
    }
    return line.toString();
  }
}
