package io.github.vitlora.report.table;

import io.github.vitlora.io.NumberText;
import io.github.vitlora.regime.OptimizerKind;
import io.github.vitlora.regime.ScheduleKind;
import io.github.vitlora.regime.TrainingOptions;
import io.github.vitlora.regime.TrainingSpec;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a recipe says beyond the plain one, by the names under which people look for it. */
public final class RecipeParameters {

  private RecipeParameters() {}

  /** In the order of the descriptor's schema; empty for a plain recipe. */
  public static Map<String, String> of(TrainingSpec recipe) {
    Map<String, String> parameters = new LinkedHashMap<>();
    if (recipe.optimizer() != OptimizerKind.ADAM) {
      parameters.put("optimizer", ExperimentInWords.optimizer(recipe));
    }
    if (recipe.schedule() != ScheduleKind.CONSTANT || recipe.warmupFraction() > 0) {
      parameters.put("schedule", ExperimentInWords.schedule(recipe).substring(", ".length()));
    }
    TrainingOptions options = recipe.options();
    options
        .gradientClipping()
        .ifPresent(most -> parameters.put("gradients clipped at", NumberText.plain(most)));
    if (options.labelSmoothing() > 0) {
      parameters.put("label smoothing", NumberText.plain(options.labelSmoothing()));
    }
    options
        .earlyStopping()
        .ifPresent(
            rule ->
                parameters.put(
                    "early stopping", ExperimentInWords.stopping(rule).substring(", ".length())));
    return parameters;
  }
}
