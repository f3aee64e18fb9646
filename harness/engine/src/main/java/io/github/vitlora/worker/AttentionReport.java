package io.github.vitlora.worker;

import io.github.vitlora.attention.AttentionFindings;
import io.github.vitlora.attention.AttentionStudy;
import io.github.vitlora.attention.ModelFigures;
import io.github.vitlora.attention.ModelFigures.Similarity;
import io.github.vitlora.attention.PicturedImage;
import io.github.vitlora.attention.TrainedTrial;
import io.github.vitlora.result.AttentionFigures;
import io.github.vitlora.result.AttentionImage;
import io.github.vitlora.result.AttentionResults;
import java.util.List;

/** Turns what was found into the results that others read. */
final class AttentionReport {
  private AttentionReport() {}

  static AttentionResults of(AttentionFindings findings, List<TrainedTrial> trials) {
    return new AttentionResults(
        findings.figures().stream().map(f -> figures(f, trials)).toList(),
        findings.images().stream().map(AttentionReport::image).toList(),
        findings.sheets());
  }

  private static AttentionFigures figures(ModelFigures of, List<TrainedTrial> trials) {
    List<List<Double>> distances = of.distances();
    return new AttentionFigures(
        of.model(),
        label(of.model(), trials),
        of.seed(),
        of.images(),
        of.entropy(),
        mean(of.headEntropies()),
        of.headEntropies(),
        mean(distances.get(distances.size() - 1)),
        distances,
        of.similarity().map(Similarity::cosine),
        of.similarity().map(Similarity::jensenShannon));
  }

  private static String label(String model, List<TrainedTrial> trials) {
    return trials.stream()
        .map(TrainedTrial::trial)
        .filter(trial -> trial.id().equals(model))
        .map(trial -> trial.regime().label())
        .findFirst()
        .orElseGet(() -> AttentionStudy.baselineLabel(trials));
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
  }

  private static AttentionImage image(PicturedImage of) {
    return new AttentionImage(
        of.name(),
        of.className(),
        of.photograph(),
        of.sheet(),
        of.views().stream()
            .map(v -> new AttentionImage.View(v.name(), v.most(), v.mostChange()))
            .toList(),
        of.maps().stream()
            .map(m -> new AttentionImage.MapFile(m.model(), m.view(), m.amounts(), m.changes()))
            .toList());
  }
}
