package io.github.vitlora.report.table;

import io.github.vitlora.io.NumberText;
import io.github.vitlora.report.table.Table.Column;
import io.github.vitlora.report.table.Table.Row;
import io.github.vitlora.result.ImagePrediction;
import io.github.vitlora.result.Predictions;
import io.github.vitlora.result.ScoredClass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a network says of images: a row an image, with its classes and their probabilities. */
public final class PredictionTable {

  private PredictionTable() {}

  /**
   * Makes the table.
   *
   * @param base images below it are named relative to it
   */
  public static Table of(Predictions predictions, Path base) {
    List<Row> rows = new ArrayList<>();
    for (ImagePrediction image : predictions.images()) {
      List<String> cells = new ArrayList<>();
      for (ScoredClass of : image.classes()) {
        cells.add(of.name());
        cells.add(NumberText.percent(of.probability(), 1));
      }
      image.fault().ifPresent(cells::add);
      String name = shortened(Path.of(image.image()), base.toAbsolutePath().normalize());
      rows.add(Row.of(name, cells.toArray(String[]::new)));
    }
    List<Column> columns = new ArrayList<>();
    int most = rows.stream().mapToInt(row -> row.cells().size()).max().orElse(0);
    for (int i = 0; i < most; i++) {
      columns.add(i % 2 == 0 ? Column.words("Class") : Column.figures("Probability"));
    }
    return new Table("Image", columns, rows);
  }

  private static String shortened(Path image, Path base) {
    return image.startsWith(base) ? base.relativize(image).toString() : image.toString();
  }
}
