package io.github.vitlora.report.text;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.vitlora.io.Csv;
import io.github.vitlora.result.ImagePrediction;
import io.github.vitlora.result.Predictions;
import io.github.vitlora.result.ScoredClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Predictions as comma-separated values (RFC 4180), a line for each class of an image. */
public final class PredictionsCsv {
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

  private PredictionsCsv() {}

  /** Figures as exact as in {@code predictions.json}. */
  public static String render(Predictions predictions) {
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
