package io.github.vitlora.report.text;

import io.github.vitlora.result.ImagePrediction;
import io.github.vitlora.result.Predictions;
import io.github.vitlora.result.ScoredClass;

/** Predictions as comma-separated values (RFC 4180), a line for each class of an image. */
public final class PredictionsCsv {
  private static final String HEADER = "image,place,class,label,probability,fault";

  private PredictionsCsv() {}

  /** Figures as exact as in {@code predictions.json}. */
  public static String render(Predictions predictions) {
    StringBuilder text = new StringBuilder(HEADER + Csv.END);
    for (ImagePrediction image : predictions.images()) {
      String file = Csv.quoted(image.image());
      int place = 1;
      for (ScoredClass of : image.classes()) {
        text.append(file)
            .append("," + place++ + ",")
            .append(Csv.quoted(of.name()))
            .append("," + of.index() + "," + of.probability() + ",")
            .append(Csv.END);
      }
      image
          .fault()
          .ifPresent(
              fault -> text.append(file).append(",,,,,").append(Csv.quoted(fault)).append(Csv.END));
    }
    return text.toString();
  }
}
