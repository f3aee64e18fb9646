package io.github.vitlora.report.table;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.vitlora.io.Csv;
import io.github.vitlora.io.NumberText;
import io.github.vitlora.report.table.Table.Column;
import io.github.vitlora.report.table.Table.Row;
import io.github.vitlora.result.ImagePrediction;
import io.github.vitlora.result.Predictions;
import io.github.vitlora.result.ScoredClass;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Shows what a network says of images: as a table for people, and as CSV for spreadsheets. */
public final class PredictionTable {

  /** A line: a class at its place among an image's, or what is wrong with the image. */
  @JsonPropertyOrder({"image", "place", "class", "label", "probability", "fault"})
  private record Line(
      String image,
      Optional<Integer> place,
      @JsonProperty("class") Optional<String> name,
      Optional<Integer> label,
      Optional<Double> probability,
      Optional<String> fault) {

    static Line of(String image, int place, ScoredClass one) {
      return new Line(
          image,
          Optional.of(place),
          Optional.of(one.name()),
          Optional.of(one.index()),
          Optional.of(one.probability()),
          Optional.empty());
    }

    static Line ofFault(String image, String fault) {
      return new Line(
          image,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.of(fault));
    }
  }

  private PredictionTable() {}

  /**
   * Makes the table: a row an image, with its classes and their probabilities.
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

  /**
   * Renders the predictions as comma-separated values (RFC 4180), a line for each class of an
   * image. Figures are as exact as in {@code predictions.json}.
   */
  public static String csv(Predictions predictions) {
    List<Line> lines = new ArrayList<>();
    for (ImagePrediction image : predictions.images()) {
      int place = 1;
      for (ScoredClass one : image.classes()) {
        lines.add(Line.of(image.image(), place++, one));
      }
      image.fault().ifPresent(fault -> lines.add(Line.ofFault(image.image(), fault)));
    }
    return Csv.render(Line.class, lines);
  }
}
