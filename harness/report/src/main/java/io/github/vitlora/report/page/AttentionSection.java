package io.github.vitlora.report.page;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.vitlora.io.Json;
import io.github.vitlora.io.NumberText;
import io.github.vitlora.report.table.Table;
import io.github.vitlora.result.AttentionFigures;
import io.github.vitlora.result.AttentionImage;
import io.github.vitlora.result.ExperimentResults;
import io.github.vitlora.result.RegimeSummary;
import io.github.vitlora.result.TrialResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Holds what the page "Compare" tells of the models' attention, as its scripts read it.
 *
 * @param headings of the table's figures
 * @param rows the pretrained model and a row a regime
 * @param testImages how many the figures are of
 * @param models the pictured ones by their id
 * @param images the pictured ones
 */
record AttentionSection(
    List<Heading> headings,
    List<Row> rows,
    int testImages,
    Map<String, Model> models,
    List<AttentionImage> images) {

  /** Names a column, and explains it. */
  record Heading(String text, String explanation) {}

  /**
   * Holds a regime's figures, means over its seeds.
   *
   * @param slug absent for the pretrained model
   * @param distances mean attention distance of each block over its heads, as text
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Row(Optional<String> slug, String label, List<String> cells, List<String> distances) {}

  /** Names a model as the pictures' captions do. */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  record Model(Optional<String> slug, String label) {}

  private static final List<Heading> HEADINGS =
      List.of(
          new Heading(
              "Entropy (nats)",
              "Of the last block's class-token attention, averaged over the heads: 0 if all of it"
                  + " goes to one token, the logarithm of the number of tokens if it is spread"
                  + " evenly"),
          new Heading(
              "Entropy per head",
              "The same of each head by itself, then the mean: lower than the one before where"
                  + " heads look at different places"),
          new Heading(
              "Distance (px)",
              "Mean attention distance of the last block: how far from a patch those are that it"
                  + " attends to (Dosovitskiy et al. 2021)"),
          new Heading(
              "Cosine to pretrained",
              "Similarity of the maps (averaged over the heads) to the pretrained model's: 1 if"
                  + " they are the same"),
          new Heading(
              "Jensen-Shannon",
              "Divergence of the maps from the pretrained model's, in nats: 0 if they are the"
                  + " same, at most 0.693"));

  static AttentionSection of(ExperimentResults results, List<AttentionImage> images) {
    List<AttentionFigures> all = results.attention();
    List<Row> rows = new ArrayList<>();
    Map<String, Model> models = new LinkedHashMap<>();
    List<AttentionFigures> pretrained =
        all.stream().filter(f -> f.model().equals(AttentionFigures.PRETRAINED)).toList();
    if (!pretrained.isEmpty()) {
      String label = pretrained.get(0).label();
      rows.add(row(Optional.empty(), label, pretrained));
      models.put(AttentionFigures.PRETRAINED, new Model(Optional.empty(), label));
    }
    for (RegimeSummary regime : results.comparisons()) {
      List<String> ids = results.trialsOf(regime).stream().map(TrialResult::id).toList();
      List<AttentionFigures> own = all.stream().filter(f -> ids.contains(f.model())).toList();
      if (!own.isEmpty()) {
        rows.add(row(Optional.of(regime.slug()), regime.label(), own));
        ids.forEach(id -> models.put(id, new Model(Optional.of(regime.slug()), regime.label())));
      }
    }
    int testImages = all.stream().mapToInt(AttentionFigures::images).max().orElse(0);
    return new AttentionSection(HEADINGS, rows, testImages, models, images);
  }

  private static Row row(Optional<String> slug, String label, List<AttentionFigures> seeds) {
    List<String> distances = new ArrayList<>();
    for (int block = 0; block < seeds.get(0).distances().size(); block++) {
      int index = block;
      distances.add(number(seeds, f -> Optional.of(mean(f.distances().get(index))), 1));
    }
    return new Row(
        slug,
        label,
        List.of(
            number(seeds, f -> Optional.of(f.entropy()), 3),
            number(seeds, f -> Optional.of(f.headEntropy()), 3),
            number(seeds, f -> Optional.of(f.distance()), 1),
            number(seeds, AttentionFigures::cosine, 4),
            number(seeds, AttentionFigures::jensenShannon, 4)),
        distances);
  }

  private static String number(
      List<AttentionFigures> seeds,
      Function<AttentionFigures, Optional<Double>> figure,
      int decimals) {
    List<Double> values = seeds.stream().map(figure).flatMap(Optional::stream).toList();
    return values.isEmpty() ? Table.NONE : NumberText.number(mean(values), decimals);
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  byte[] json() {
    return Json.bytes(this);
  }
}
